package dev.ballast.agent.load;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;

/**
 * Arrays in the heap, so many that what is in use after a collection is what is wanted: more when
 * the application lets go of something, fewer when it keeps more.
 *
 * <p>All of it is softly reachable, and looked at ten times a second: the JVM takes it away before
 * it throws an {@code OutOfMemoryError} at anybody (java.lang.ref.SoftReference), and hardly ever
 * otherwise. So the heap cannot be made too small for the application.
 */
final class HeapLoad implements Load {
    private static final int LARGEST_CHUNK_BYTES = 256 << 10;

    private static final int SMALLEST_CHUNK_BYTES = 16 << 10;
    private static final int CHUNKS = 1024;

    /** Of an array, whatever the JVM's flags. */
    private static final int HEADER_BYTES = 32;

    /** Between two looks whether a collection has ended. */
    private static final long TICK_NANOS = 2_000_000;

    private static final long STEP_BYTES = 2L << 20;
    private static final long TOUCH_NANOS = 100_000_000;

    /** The least of what others had in use after the collections of this time is what they keep. */
    private static final long WINDOW_NANOS = 500_000_000;

    /** A change shows only after a collection: so long it is waited for. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final int SAMPLES = 256;

    private final Collections collections;
    private final Runtime runtime = Runtime.getRuntime();
    private final int chunkBytes;
    private volatile Chunks chunks;
    private volatile long after;
    private volatile long room;
    private volatile long lost;
    private volatile long collectionNanos;
    private final long[] sampleNanos = new long[SAMPLES];
    private final long[] sampleBytes = new long[SAMPLES];
    private int samples;
    private long touchedNanos = System.nanoTime() - TOUCH_NANOS - 1;
    private long changedNanos = System.nanoTime();
    private boolean isChangeUnseen = true;
    private long garbageBytes;

    /** What the compiler cannot prove to be unused. */
    private volatile byte[] garbage;

    /**
     * @param chunkBytes of each array; 0 as suits the collector
     */
    HeapLoad(Collections collections, long chunkBytes) {
        this.collections = collections;
        this.chunkBytes =
                chunkBytes > 0
                        ? (int) chunkBytes
                        : chunkBytes(collections.g1RegionBytes(), runtime.maxMemory());
        this.after = Math.max(0, collections.usedAfterLast());
        this.collectionNanos = collections.nanos();
        long most = runtime.maxMemory() / this.chunkBytes + 1;
        this.chunks = new Chunks((int) Math.min(most, Integer.MAX_VALUE / 16));
    }

    /**
     * A region of G1: humongous arrays of bytes are collected at each young collection, and nobody
     * else is in their region. Smaller ones that are let go of stay among others in regions that G1
     * finds too full to collect (G1MixedGCLiveThresholdPercent): a tenth of the heap, measured.
     */
    private static int chunkBytes(long g1RegionBytes, long maxBytes) {
        if (g1RegionBytes > 0) {
            return (int) g1RegionBytes;
        }
        return (int)
                Math.max(SMALLEST_CHUNK_BYTES, Math.min(maxBytes / CHUNKS, LARGEST_CHUNK_BYTES));
    }

    /** A chunk that was let go of. */
    private static final class Dropped extends WeakReference<Object> {
        private int at;

        Dropped(Object chunk, ReferenceQueue<Object> collected, int at) {
            super(chunk, collected);
            this.at = at;
        }
    }

    /** What is held, and what was let go of and has not been collected yet. */
    private static final class Chunks {
        private final SoftReference<?>[] held;
        private final Dropped[] dropped;
        private final ReferenceQueue<Object> collected = new ReferenceQueue<Object>();
        private int heldCount;
        private int droppedCount;

        Chunks(int most) {
            held = new SoftReference<?>[most];
            dropped = new Dropped[most];
        }

        boolean isFull() {
            return heldCount + droppedCount >= held.length;
        }

        void drop() {
            heldCount--;
            Object chunk = held[heldCount].get();
            // In an old region a reference counts as alive until that is marked, and with it all
            // that it refers to.
            held[heldCount].clear();
            held[heldCount] = null;
            if (chunk != null) {
                dropped[droppedCount] = new Dropped(chunk, collected, droppedCount);
                droppedCount++;
            }
        }

        /**
         * By the queue: who asks a weak reference for its chunk keeps it alive for one more cycle.
         */
        void forgetCollected() {
            for (Dropped gone = next(); gone != null; gone = next()) {
                droppedCount--;
                Dropped last = dropped[droppedCount];
                last.at = gone.at;
                dropped[gone.at] = last;
                dropped[droppedCount] = null;
            }
        }

        private Dropped next() {
            return (Dropped) collected.poll();
        }

        /** Looks at each, so that it counts as used. Tells how many were taken away. */
        int touch() {
            int left = 0;
            for (int i = 0; i < heldCount; i++) {
                if (held[i].get() != null) {
                    held[left++] = held[i];
                }
            }
            int taken = heldCount - left;
            for (int i = left; i < heldCount; i++) {
                held[i] = null;
            }
            heldCount = left;
            return taken;
        }
    }

    @Override
    public long step(long wanted) {
        Chunks mine = chunks;
        long now = System.nanoTime();
        if (now - touchedNanos > TOUCH_NANOS) {
            touch(mine);
            room = collections.roomBytes();
            touchedNanos = now;
        }
        long own = (long) (mine.heldCount + mine.droppedCount) * chunkBytes;
        if (collections.isAny()) {
            collections.note();
            collectionNanos = collections.nanos();
            long used = collections.usedAfterLast();
            if (used >= 0) {
                touch(mine);
                mine.forgetCollected();
                own = (long) (mine.heldCount + mine.droppedCount) * chunkBytes;
                after = used;
                note(now, Math.max(0, used - own));
                isChangeUnseen = false;
                garbageBytes = 0;
            }
        }
        long others = samples == 0 ? Math.max(0, used() - own) : others(wanted, now);
        long right = Math.max(0, wanted - others);
        boolean isAtIt = move(mine, wanted == 0 ? 0 : right, now);
        if (isAtIt && isChangeUnseen && now - changedNanos > PATIENCE_NANOS) {
            makeGarbage();
        }
        return isAtIt ? TICK_NANOS : 0;
    }

    /** One step; whether there is nothing more to do until the next collection. */
    private boolean move(Chunks mine, long right, long now) {
        long target = right / chunkBytes;
        long step = Math.max(1, STEP_BYTES / chunkBytes);
        boolean isChanged = false;
        while (mine.heldCount > target) {
            mine.drop();
            isChanged = true;
        }
        while (mine.heldCount < target && step > 0 && !mine.isFull() && !collections.isAny()) {
            mine.held[mine.heldCount] =
                    new SoftReference<byte[]>(new byte[chunkBytes - HEADER_BYTES]);
            mine.heldCount++;
            step--;
            isChanged = true;
        }
        if (isChanged) {
            isChangeUnseen = true;
            changedNanos = now;
        }
        return mine.heldCount >= target || mine.isFull();
    }

    private void touch(Chunks mine) {
        lost = lost + (long) mine.touch() * chunkBytes;
    }

    /**
     * What nobody uses any more shows only when it is collected; an application at rest collects
     * nothing. At most a whole heap of garbage for each change.
     */
    private void makeGarbage() {
        for (long made = 0; made < STEP_BYTES && garbageBytes < runtime.maxMemory(); ) {
            garbage = new byte[SMALLEST_CHUNK_BYTES - HEADER_BYTES];
            made += SMALLEST_CHUNK_BYTES;
            garbageBytes += SMALLEST_CHUNK_BYTES;
        }
        garbage = null;
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void note(long now, long others) {
        int at = samples % SAMPLES;
        sampleNanos[at] = now;
        sampleBytes[at] = others;
        samples++;
    }

    /**
     * What others keep: where more than half of the room above the level is gone, what they have.
     */
    private long others(long wanted, long now) {
        long last = sampleBytes[(samples - 1) % SAMPLES];
        if (after > wanted + (room - wanted) / 2) {
            return last;
        }
        long least = last;
        for (int i = 1; i <= Math.min(samples, SAMPLES); i++) {
            int at = (samples - i) % SAMPLES;
            if (now - sampleNanos[at] > WINDOW_NANOS) {
                break;
            }
            least = Math.min(least, sampleBytes[at]);
        }
        return least;
    }

    @Override
    public long refused() {
        Chunks mine = chunks;
        for (int i = mine.heldCount / 4; i > 0; i--) {
            mine.drop();
        }
        isChangeUnseen = true;
        return REFUSED_NANOS;
    }

    @Override
    public long held() {
        return (long) chunks.heldCount * chunkBytes;
    }

    @Override
    public long seen() {
        return after;
    }

    @Override
    public long room() {
        return room;
    }

    @Override
    public long collectionNanos() {
        return collectionNanos;
    }

    @Override
    public long lost() {
        return lost;
    }

    /** A step that is under way goes on with what nobody can reach any more. */
    @Override
    public void release() {
        chunks = new Chunks(0);
    }
}
