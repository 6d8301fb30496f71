package dev.ballast.launcher.govern;

/** Where the code that the target's processes need no longer fits beside everything else. */
public final class ThrashCliff {
    /**
     * They need more than what is mapped at one moment. At 512 MiB with 21 mapped, 95 % of the
     * limit could be held and 96 % could not; most runs backed off to 94.2 %.
     */
    private static final long NEEDED_BESIDE_PART_OF_MAPPED = 4;

    /** Where more is mapped, most of it is data that is not in use all the time. */
    private static final long MOST_BESIDE_PART_OF_LIMIT = 64;

    private ThrashCliff() {}

    /**
     * The highest use below it, an estimate.
     *
     * @param mapped files that count under the limit
     * @return bytes
     */
    public static long highestUse(long limit, long mapped) {
        long beside =
                Math.min(mapped / NEEDED_BESIDE_PART_OF_MAPPED, limit / MOST_BESIDE_PART_OF_LIMIT);
        return Math.max(0, limit - mapped - beside);
    }
}
