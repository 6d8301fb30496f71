package dev.ballast.agent.load;

/** Garbage at a rate: arrays that nobody keeps. */
final class ChurnLoad implements Load {
    /** With its header; small enough for every thread's own part of eden. */
    private static final int PIECE_BYTES = 16 << 10;

    private static final int HEADER_BYTES = 16;

    private static final long TICK_NANOS = 5_000_000;

    /** What was missed in a pause is not made up for. */
    private static final long LONGEST_STEP_NANOS = 50_000_000;

    private static final long WINDOW_NANOS = 500_000_000;

    /** What the compiler cannot prove to be unused. */
    private volatile byte[] last;

    private long lastNanos = System.nanoTime();
    private long owedBytes;
    private long windowNanos = lastNanos;
    private long windowBytes;
    private volatile long perSecond;
    private volatile long allBytes;
    private volatile boolean isReleased;

    @Override
    public long step(long wanted) {
        long now = System.nanoTime();
        long nanos = Math.min(now - lastNanos, LONGEST_STEP_NANOS);
        lastNanos = now;
        owedBytes = Math.min(owedBytes + (long) (wanted * (nanos / 1e9)), wanted);
        long made = 0;
        while (owedBytes >= PIECE_BYTES && !isReleased) {
            last = new byte[PIECE_BYTES - HEADER_BYTES];
            owedBytes -= PIECE_BYTES;
            made += PIECE_BYTES;
        }
        allBytes = allBytes + made;
        long window = now - windowNanos;
        if (window >= WINDOW_NANOS) {
            perSecond = (long) ((allBytes - windowBytes) / (window / 1e9));
            windowNanos = now;
            windowBytes = allBytes;
        }
        return TICK_NANOS;
    }

    @Override
    public long held() {
        return isReleased ? 0 : perSecond;
    }

    @Override
    public long seen() {
        return allBytes;
    }

    @Override
    public void release() {
        isReleased = true;
        last = null;
    }
}
