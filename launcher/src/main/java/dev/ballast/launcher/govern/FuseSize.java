package dev.ballast.launcher.govern;

/** How large the relief fuse is to be. */
public sealed interface FuseSize {
    /**
     * @param touched the most of the heap that has been in use so far
     * @param room what is free at the wanted level
     * @return bytes
     */
    long bytes(Heap heap, long touched, long room);

    /** There is none. */
    record None() implements FuseSize {
        @Override
        public long bytes(Heap heap, long touched, long room) {
            return 0;
        }
    }

    /** As the user said. */
    record Fixed(long size) implements FuseSize {
        @Override
        public long bytes(Heap heap, long touched, long room) {
            return size;
        }
    }

    /**
     * What the JVM can take inside one safepoint, when the agent cannot give anything back, as far
     * as it is sure to be free anyway.
     *
     * <p>A collector copies what lives into memory that may never have been touched: at most the
     * part of the heap that was not, and at most half of the heap, since what is copied fits beside
     * its copy. Its own tables are touched for the first time in a first full collection: mark
     * bitmaps of 1/64 (G1) and 1/32 of the heap (Parallel), with card tables and remembered sets
     * less than 1/20. And the rest of the JVM goes on: compiler threads, code cache.
     */
    record ForSafepoint() implements FuseSize {
        private static final long TABLES_PART_OF_HEAP = 20;
        private static final long REST_OF_JVM_BYTES = 4 << 20;

        /**
         * Relief goes to whoever asks first, and that is the application too, until the agent can
         * give back as well. Without it 2 of 10000 simulated runs froze.
         */
        private static final long TAKEN_BY_OTHERS_BYTES = 4 << 20;

        /**
         * What is free at the level may be gone when the safepoint begins: this is what an
         * application takes in the 30 ms by which a launcher may be late.
         */
        private static final long TAKEN_BEFORE_BYTES = 128 << 20;

        @Override
        public long bytes(Heap heap, long touched, long room) {
            long copied = Math.min(Math.max(0, heap.max() - touched), heap.max() / 2);
            long taken =
                    copied
                            + heap.max() / TABLES_PART_OF_HEAP
                            + REST_OF_JVM_BYTES
                            + TAKEN_BY_OTHERS_BYTES;
            return Math.max(0, taken - Math.max(0, room - TAKEN_BEFORE_BYTES));
        }
    }
}
