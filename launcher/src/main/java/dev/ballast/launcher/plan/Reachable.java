package dev.ballast.launcher.plan;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;

/** Whether what is wanted can be reached, and held there without freezing anybody. */
record Reachable(Host host, TargetJvm target, Intent intent) {
    /** From inside the limit that it fills, the launcher stalls with everybody else. */
    private static final double INSIDE_PERCENT = 90;

    private static final ByteSize INSIDE_RESERVE = ByteSize.ofMiB(128);
    private static final double WITHOUT_FUSE_PERCENT = 90;

    /**
     * @param now before anything is held
     */
    void check(Reading now) throws IOException {
        if (intent.wanted().isEndless()) {
            checkEndless();
        }
        for (Goal goal : intent.wanted().extremes()) {
            check(goal, now);
        }
    }

    /** What does not end at the limit ends with the OOM killer, as it is meant to. */
    private void checkEndless() throws IOException {
        String asked = intent.wanted().words() + " goes on through the limit";
        String nothing = ". Nothing was touched";
        if (intent.protect().isPresent() || intent.fuse().isPresent()) {
            throw new Refusal(
                    asked
                            + ", and a protected JVM would be frozen there for ever: say where it ends"
                            + " (--level, --add or --reserve), or leave out --avoid-being-killed and"
                            + " --fuse"
                            + nothing);
        }
        if (isLauncherInside()) {
            throw new Refusal(
                    asked
                            + ", which is the launcher's too: say where it ends (--level, --add or"
                            + " --reserve), or run it on the host"
                            + nothing);
        }
        if (target.bound().group().isEmpty() && !intent.isHostMeant()) {
            throw new Refusal(
                    asked
                            + ", and no cgroup limits JVM "
                            + target.name()
                            + ": that limit is this host's memory, and the OOM killer may take others"
                            + " on it. Add --host when that is meant, or say where it ends (--level,"
                            + " --add or --reserve)"
                            + nothing);
        }
    }

    private void check(Goal goal, Reading now) throws Refusal {
        long wanted = goal.asked(now);
        ByteSize limit = new ByteSize(now.limit());
        String asked = intent.wanted().asked(goal, new ByteSize(Math.max(0, wanted)));
        String numbers =
                new ByteSize(now.use())
                        + " of "
                        + limit
                        + " ("
                        + target.bound().name()
                        + ") are in use";
        if (wanted > limit.bytes()) {
            throw new Refusal(asked + " is above the limit: " + numbers + "; nothing was touched");
        }
        if (wanted > goal.highestAsked(now)) {
            throw new Refusal(
                    asked
                            + " would leave less than a hundredth of the limit free: "
                            + numbers
                            + "; --level goes nearer. Nothing was touched");
        }
        if (wanted <= now.use()) {
            throw new Refusal(
                    asked
                            + " is not above what is already in use and cannot be reclaimed: "
                            + numbers
                            + "; nothing was touched");
        }
    }

    void checkFromInside(ByteSize limit, ByteSize wanted) throws IOException {
        ByteSize byPercent = limit.percent(INSIDE_PERCENT);
        ByteSize byReserve = limit.minusOrZero(INSIDE_RESERVE);
        ByteSize highest = byPercent.compareTo(byReserve) < 0 ? byPercent : byReserve;
        if (wanted.compareTo(highest) > 0 && isLauncherInside()) {
            throw new Refusal(
                    "the launcher itself counts against this limit and would stall with the target: "
                            + highest
                            + " is the highest level from in here, not "
                            + wanted
                            + "; for more, run it on the host. Nothing was touched");
        }
    }

    /** Protection turns a kill into a stall; without a fuse only room that is left free ends it. */
    void checkWithoutFuse(FusePlan fuse, ByteSize limit, ByteSize wanted) throws Refusal {
        ByteSize highest = limit.percent(WITHOUT_FUSE_PERCENT);
        if (fuse instanceof FusePlan.None none
                && !none.isOwnChoice()
                && wanted.compareTo(highest) > 0) {
            throw new Refusal(
                    "protection without a relief fuse could freeze the target at this level, and there can"
                            + " be none here ("
                            + none.reason()
                            + "): "
                            + highest
                            + " is the highest level without, not "
                            + wanted
                            + "; --fuse 0 takes the risk. Nothing was touched");
        }
    }

    private boolean isLauncherInside() throws IOException {
        return target.bound().covers(host.cgroups().of(host.launcher().pid()));
    }
}
