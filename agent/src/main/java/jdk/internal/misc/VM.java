package jdk.internal.misc;

/** Signatures of the JDK's own class, to compile against; never packaged. */
public final class VM {
    private VM() {}

    public static long maxDirectMemory() {
        throw new UnsupportedOperationException();
    }
}
