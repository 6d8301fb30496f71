package dev.ballast.launcher.victim;

import dev.ballast.launcher.quantity.ByteSize;

/**
 * A process's place among those that the OOM killer looks at.
 *
 * @param rank from 1, the next victim; those that cannot be taken come last
 * @param badnessBytes what the kernel weighs; below zero when its adj takes off more than it has
 * @param why in words, or nothing when size alone says it
 */
public record Standing(int rank, Candidate process, long badnessBytes, String why) {
    static String reason(Ranking.Place place, Candidate process, long adjBytes) {
        String reason = eligibility(place, process, adjBytes);
        if (process.role() != Candidate.Role.FIRST_OF_NAMESPACE || !process.isEligible()) {
            return reason;
        }
        return reason + (reason.isEmpty() ? "" : "; ") + "all of its PID namespace ends with it";
    }

    private static String eligibility(Ranking.Place place, Candidate process, long adjBytes) {
        if (process.role() == Candidate.Role.HOST_INIT) {
            return "never: the host's first process";
        }
        if (process.role() == Candidate.Role.PASSED_OVER) {
            return "not now: in vfork, or dying already";
        }
        if (!process.isEligible()) {
            return "never: adj " + process.adj();
        }
        return switch (place) {
            case NEXT_AND_LARGEST ->
                    "next: the largest"
                            + adjWords(adjBytes > 0 ? ", and " : ", though ", process, adjBytes);
            case NEXT ->
                    adjBytes > 0
                            ? "next: " + adjWords("", process, adjBytes)
                            : "next: the larger ones have a lower adj";
            case LATER -> adjWords("", process, adjBytes);
        };
    }

    private static String adjWords(String before, Candidate process, long adjBytes) {
        if (adjBytes == 0) {
            return "";
        }
        return before
                + "adj "
                + process.adj()
                + (adjBytes > 0 ? " adds " : " takes off ")
                + new ByteSize(Math.abs(adjBytes));
    }
}
