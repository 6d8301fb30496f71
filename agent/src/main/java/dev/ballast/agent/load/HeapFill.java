package dev.ballast.agent.load;

/**
 * Arrays in the heap until no more fit: smaller ones after each refusal, and again whenever there
 * is room.
 */
final class HeapFill implements Load {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int SMALLEST_BYTES = 1 << 10;
    private static final int STEP = 16;
    private static final long TICK_NANOS = 2_000_000;

    private final Runtime runtime = Runtime.getRuntime();
    private int chunkBytes = LARGEST_BYTES;
    private volatile Chunk last;
    private volatile long heldBytes;
    private volatile boolean isReleased;

    private static final class Chunk {
        private final Chunk before;
        private final byte[] bytes;

        Chunk(Chunk before, int bytes) {
            this.before = before;
            this.bytes = new byte[bytes];
        }
    }

    @Override
    public long step(long wanted) {
        for (int i = 0; i < STEP && wanted > 0 && !isReleased; i++) {
            last = new Chunk(last, chunkBytes);
            heldBytes = heldBytes + chunkBytes;
        }
        return wanted > 0 ? 0 : TICK_NANOS;
    }

    @Override
    public long refused() {
        if (chunkBytes == SMALLEST_BYTES) {
            return REFUSED_NANOS;
        }
        chunkBytes /= 4;
        return 0;
    }

    @Override
    public long held() {
        return isReleased ? 0 : heldBytes;
    }

    @Override
    public long seen() {
        return runtime.totalMemory() - runtime.freeMemory();
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
