package dev.ballast.agent.page;

/** What presses inside the JVM's own bounds. The ordinal is part of the page's layout. */
public enum LoadKind {
    /** Retained in the heap; wanted and seen are the heap's use after a collection, in bytes. */
    HEAP,
    /** Garbage; wanted and held are bytes a second, seen is the sum of bytes. */
    CHURN,
    /** Generated classes; wanted and held are bytes, seen is the JVM's own count of all. */
    METASPACE,
    /** Parked threads; all are counts. */
    THREADS
}
