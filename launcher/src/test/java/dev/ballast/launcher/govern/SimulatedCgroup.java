package dev.ballast.launcher.govern;

/** Memory under a limit: nobody is given a byte beyond it. */
final class SimulatedCgroup {
    private final long limit;
    private long use;

    SimulatedCgroup(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    long use() {
        return use;
    }

    boolean isFull() {
        return use == limit;
    }

    /** What is given of what is wanted; whoever is given less has to wait. */
    long take(long wanted) {
        long given = Math.min(wanted, limit - use);
        use += given;
        return given;
    }

    void give(long bytes) {
        use -= bytes;
    }
}
