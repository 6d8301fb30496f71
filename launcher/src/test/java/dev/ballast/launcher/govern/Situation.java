package dev.ballast.launcher.govern;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.SplittableRandom;

/** One of many simulated runs, all of which follows from its seed. */
final class Situation {
    static final long MIB = 1 << 20;
    static final double GIB = 1 << 30;
    static final long MILLISECOND = 1_000_000;
    static final long BUSY_NANOS = 2_000 * MILLISECOND;

    final int seed;
    final SplittableRandom random;
    final long limit;
    final long rate;

    /** For how long the application is busy. */
    long busyNanos;

    long level;
    SimulatedRun run;

    /** A limit from 128 MiB to 8 GiB, a rate from half of it to three and a half a second. */
    private Situation(int seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        long size = 128 * MIB << random.nextInt(6);
        limit = size + random.nextLong(size);
        rate = (long) (limit * (0.5 + 3 * random.nextDouble()));
    }

    /**
     * An application without a heap, and no fuse.
     *
     * @param highest level, in percent of the limit
     * @param fastest bytes a second of the application
     * @param jumps whether it may also grow as fast as memory can be touched
     */
    static Situation withoutHeap(int seed, double highest, double fastest, boolean jumps) {
        Situation it = new Situation(seed);
        double percent = 30 + (highest - 30) * it.random.nextDouble();
        it.level = (long) (it.limit * (percent / 100));
        Trace trace = Trace.random(it.random, BUSY_NANOS, (long) (0.9 * it.level), fastest, jumps);
        it.busyNanos = trace.end();
        it.run =
                new SimulatedRun(
                        it.governor(percent, new FuseSize.None()), it.limit, trace, it.random);
        return it;
    }

    /**
     * An application of steps, ramps, leaks, saw-teeth and collapses inside and beside a heap; all
     * that it can ever take fits below the limit, with little to spare.
     *
     * @param isWorst whether the collector takes all that it may in every collection
     */
    static Situation withHeap(int seed, FuseSize fuse, boolean isWorst) {
        Situation it = new Situation(seed);
        double low = it.random.nextDouble();
        double percent = 99.5 - 40 * low * low;
        it.level = (long) (it.limit * (percent / 100));
        SimulatedHeap.Kind kind = it.kind(isWorst);
        long beside = it.limit - Math.max(2 * MIB, it.limit / 64) - kind.most();
        Trace trace = it.trace((long) (beside * (0.3 + 0.7 * it.random.nextDouble())));
        Trace live = it.trace((long) (kind.max() * (0.1 + 0.8 * it.random.nextDouble())));
        it.busyNanos = Math.max(trace.end(), live.end());
        it.run =
                new SimulatedRun(
                        it.governor(percent, fuse),
                        it.limit,
                        trace,
                        kind,
                        live,
                        it.random.nextBoolean(),
                        it.random);
        return it;
    }

    private Trace trace(long most) {
        return Trace.random(random, BUSY_NANOS, most, 4 * GIB, true);
    }

    /** From a small heap that is hardly collected to a large one that is collected all the time. */
    private SimulatedHeap.Kind kind(boolean isWorst) {
        long max = (long) (limit * (0.15 + 0.5 * random.nextDouble()));
        return new SimulatedHeap.Kind(
                max,
                (long) (max * (0.05 + 0.55 * random.nextDouble())),
                Math.min(4 * GIB, 32 * MIB * Math.pow(100, random.nextDouble())),
                isWorst ? 1 : random.nextDouble(),
                isWorst ? max / 20 : (long) (max / 20.0 * random.nextDouble()),
                isWorst ? 4 * MIB : random.nextLong(4 * MIB),
                (int) (5 * Math.pow(80, random.nextDouble())));
    }

    private Governor governor(double percent, FuseSize fuse) {
        Goal goal =
                switch (random.nextInt(3)) {
                    case 0 -> new Goal.Share(percent);
                    case 1 -> new Goal.Use(level);
                    default -> new Goal.Free(limit - level);
                };
        return new Governor(goal, new ByteRate(new ByteSize(rate)), fuse);
    }

    /** When the level must be there, at the rate, the charger's or the agent's speed. */
    long reached() {
        return busyNanos + (long) (1e9 * limit / Math.min(rate, GIB)) + 400 * MILLISECOND;
    }

    /** Runs to that time, or to the busy time's end. */
    Situation passTo(long nanos) {
        while (run.now() < nanos) {
            run.tick();
        }
        return this;
    }

    @Override
    public String toString() {
        return "seed " + seed + " at " + run.now() / 1e6 + " ms";
    }
}
