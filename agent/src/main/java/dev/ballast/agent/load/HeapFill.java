package dev.ballast.agent.load;

/**
 * Arrays in the heap until no more fit: smaller ones after each refusal, and again whenever there
 * is room.
 */
final class HeapFill implements Load {
    /** In no JVM so large that G1 takes regions of its own for it and leaves their rest unused. */
    private static final int LARGEST_BYTES = 256 << 10;

    private static final int SMALLEST_BYTES = 1 << 10;
    private static final int STEP = 16;
    private static final long TICK_NANOS = 2_000_000;

    private final Runtime runtime = Runtime.getRuntime();
    private int chunkBytes = LARGEST_BYTES;
    private volatile Chunk last;
    private volatile long heldBytes;
    private volatile boolean isReleased;

    private static final class Chunk {
        private final byte[] bytes;
        private Chunk before;

        Chunk(int bytes) {
            this.bytes = new byte[bytes];
        }
    }

    @Override
    public long step(long wanted) {
        if (wanted <= 0) {
            return TICK_NANOS;
        }
        try {
            for (int i = 0; i < STEP && !isReleased; i++) {
                add();
            }
        } catch (OutOfMemoryError tooLarge) {
            if (chunkBytes == SMALLEST_BYTES) {
                throw tooLarge;
            }
            chunkBytes /= 4;
        }
        return 0;
    }

    /** While the JVM looks for room this thread holds nothing of the chain: it may be let go of. */
    private void add() {
        Chunk next = new Chunk(chunkBytes);
        next.before = last;
        last = next;
        heldBytes = heldBytes + chunkBytes;
    }

    @Override
    public long held() {
        return isReleased ? 0 : heldBytes;
    }

    /** The two are read one after the other, and G1 may give heap back in between. */
    @Override
    public long seen() {
        return Math.max(0, runtime.totalMemory() - runtime.freeMemory());
    }

    @Override
    public long room() {
        return runtime.maxMemory();
    }

    /** A step that is under way adds at most one array, and the worker releases once more. */
    @Override
    public void release() {
        isReleased = true;
        last = null;
    }
}
