package dev.ballast.launcher.guard;

/**
 * A value of {@code /proc/<pid>/oom_score_adj}; at -1000 the OOM killer does not take the process.
 */
public record OomScoreAdj(int value) implements Comparable<OomScoreAdj> {
    /** The OOM killer never takes such a process. */
    public static final OomScoreAdj NEVER = new OomScoreAdj(-1000);

    public OomScoreAdj {
        if (value < -1000 || value > 1000) {
            throw new IllegalArgumentException("an OOM score is from -1000 to 1000, not " + value);
        }
    }

    public static OomScoreAdj parse(String text) {
        try {
            return new OomScoreAdj(Integer.parseInt(text));
        } catch (NumberFormatException unexpected) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not an OOM score; write a whole number from -1000 to 1000");
        }
    }

    /** Written out for the reason that {@code ProcessId} gives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof OomScoreAdj that && value == that.value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    @Override
    public int compareTo(OomScoreAdj other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
