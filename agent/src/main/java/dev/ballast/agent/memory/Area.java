package dev.ballast.agent.memory;

/**
 * One kind of memory, held at a size that can be changed at any time. Used by the holder thread
 * only.
 */
public interface Area {
    /** What is resident because of this area, in bytes; a whole number of pages. */
    long heldBytes();

    /**
     * Moves towards {@code wantedBytes}, rounded down to pages: all the way when it shrinks, by at
     * most {@code stepBytes} when it grows, so that the caller can look at the control page in
     * between.
     *
     * @return whether there is nothing more to do
     * @throws OutOfMemoryError when the JVM or the kernel refuses; what was held is still held
     */
    boolean moveTowards(long wantedBytes, long stepBytes);

    /**
     * Touches the next pages of what is held, from the beginning again after the last, so that the
     * kernel finds them in use.
     *
     * @return how many bytes that were, at most {@code stepBytes}; 0 when nothing is held
     */
    long touchAgain(long stepBytes);

    /** Gives everything back. Idempotent. */
    void release();
}
