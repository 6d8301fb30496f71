package dev.ballast.agent.load;

/** One kind of pressure. Used by its worker's thread only, but for {@link #release}. */
interface Load {
    long REFUSED_NANOS = 1_000_000_000;

    /**
     * Does some milliseconds' work towards what is wanted; a collection that comes of it may take
     * longer.
     *
     * @param wanted in the unit of the kind
     * @return nanoseconds to rest until the next step
     * @throws OutOfMemoryError when the JVM refuses; what was held is still held
     */
    long step(long wanted);

    /**
     * After an {@link OutOfMemoryError}: makes room where that helps.
     *
     * @return nanoseconds to rest until the next step
     */
    default long refused() {
        return REFUSED_NANOS;
    }

    /** What there is of it because of ballast, in the unit of the kind. */
    long held();

    /** What the JVM itself counts. */
    long seen();

    /** What a share of it is a share of; 0 where there is none, or none is known yet. */
    default long room() {
        return 0;
    }

    /** What the JVM took away from it to serve the application, in all. */
    default long lost() {
        return 0;
    }

    /** How long the JVM has collected in all, if this load has to know. */
    default long collectionNanos() {
        return 0;
    }

    /** Lets go of everything, from any thread and at any moment. Idempotent. */
    void release();

    /** Whether that has come to its end, where it takes a moment. */
    default boolean isGone() {
        return true;
    }
}
