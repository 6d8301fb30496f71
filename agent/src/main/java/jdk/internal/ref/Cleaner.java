package jdk.internal.ref;

/** Signatures of the JDK's own class, to compile against; never packaged. */
public abstract class Cleaner {
    public abstract void clean();
}
