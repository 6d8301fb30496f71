package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.govern.ThrashCliff;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that has been judged and not begun.
 *
 * @param limit of the target's bound when it was judged
 * @param use under that limit then
 * @param wantedUse what cannot be reclaimed when the goal is reached
 * @param willHold what ballast then holds, if the application stays as it is
 * @param timeout for the whole run
 * @param guard the protection, if one was asked for
 * @param fuse whether there will be a relief fuse
 * @param notes what the user should know before it begins
 */
public record Plan(
        Intent intent,
        TargetJvm target,
        ByteSize limit,
        MemoryUse use,
        ByteSize wantedUse,
        ByteSize willHold,
        Duration timeout,
        Optional<GuardPlan> guard,
        FusePlan fuse,
        List<String> notes) {
    /** Allowed on top of twice the time that filling at the rate takes. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    /** From inside the limit that it fills, the launcher stalls with everybody else. */
    private static final double INSIDE_PERCENT = 90;

    /** Below this the plan says what the application may do. */
    private static final double LITTLE_FREE_PERCENT = 20;

    private static final double WITHOUT_FUSE_PERCENT = 90;

    private static final ByteSize INSIDE_RESERVE = ByteSize.ofMiB(128);

    /**
     * @throws Refusal saying why it cannot be done, when that can be known without touching
     *     anything
     */
    public static Plan judge(Host host, TargetJvm target, Intent intent, Optional<GuardPlan> guard)
            throws IOException {
        MemoryBound bound = target.bound();
        ByteSize limit = bound.limit();
        MemoryUse use = bound.use();
        long inUse = use.unreclaimable().bytes();
        Goal goal = intent.amount().goal();
        Reading now = Reading.before(limit.bytes(), inUse);
        checkReachable(intent, bound, use.unreclaimable(), now);
        long wanted = goal.wantedUse(now);
        ByteSize willHold = new ByteSize(wanted - inUse);
        checkFromInside(host, target, limit, new ByteSize(wanted));
        intent.stopWhen().check(host.proc(), bound);
        FusePlan fuse = FusePlan.judge(host, target, intent, guard);
        checkWithoutFuse(fuse, limit, new ByteSize(wanted));
        return new Plan(
                intent,
                target,
                limit,
                use,
                new ByteSize(wanted),
                willHold,
                intent.timeout().orElseGet(() -> timeoutFor(intent, willHold)),
                guard,
                fuse,
                Stream.concat(
                                notes(target, limit, use, new ByteSize(wanted)).stream(),
                                Surroundings.notes(host, target, intent, willHold).stream())
                        .toList());
    }

    private static void checkReachable(
            Intent intent, MemoryBound bound, ByteSize inUse, Reading now) throws Refusal {
        Goal goal = intent.amount().goal();
        long wanted = goal.asked(now);
        ByteSize limit = new ByteSize(now.limit());
        String numbers = inUse + " of " + limit + " (" + bound.name() + ") are in use";
        if (wanted > limit.bytes()) {
            throw new Refusal(
                    intent.amount().words()
                            + " is above the limit: "
                            + numbers
                            + "; nothing was touched");
        }
        if (wanted > goal.highestAsked(now)) {
            throw new Refusal(
                    intent.amount().words()
                            + " would leave less than a hundredth of the limit free: "
                            + numbers
                            + "; --level goes nearer. Nothing was touched");
        }
        if (wanted <= inUse.bytes()) {
            throw new Refusal(
                    intent.amount().words()
                            + " is not above what is already in use and cannot be reclaimed: "
                            + numbers
                            + "; nothing was touched");
        }
    }

    private static void checkFromInside(
            Host host, TargetJvm target, ByteSize limit, ByteSize wanted) throws IOException {
        ByteSize byPercent = limit.percent(INSIDE_PERCENT);
        ByteSize byReserve = limit.minusOrZero(INSIDE_RESERVE);
        ByteSize highest = byPercent.compareTo(byReserve) < 0 ? byPercent : byReserve;
        boolean isInside = target.bound().covers(host.cgroups().of(host.launcher().pid()));
        if (isInside && wanted.compareTo(highest) > 0) {
            throw new Refusal(
                    "the launcher itself counts against this limit and would stall with the target: "
                            + highest
                            + " is the highest level from in here, not "
                            + wanted
                            + "; for more, run it on the host. Nothing was touched");
        }
    }

    /** Protection turns a kill into a stall; without a fuse only room that is left free ends it. */
    private static void checkWithoutFuse(FusePlan fuse, ByteSize limit, ByteSize wanted)
            throws Refusal {
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

    /**
     * The highest level at which the code that the target's processes need still fits beside
     * everything else, by what they have mapped. Where those pages are charged to another cgroup
     * there are none here.
     */
    public ByteSize highestForMappedCode() {
        return highestForMappedCode(limit, use);
    }

    private static ByteSize highestForMappedCode(ByteSize limit, MemoryUse use) {
        return new ByteSize(ThrashCliff.highestUse(limit.bytes(), use.mappedReclaimable().bytes()));
    }

    private static Duration timeoutFor(Intent intent, ByteSize willHold) {
        return intent.hold().plus(intent.rate().timeFor(willHold).multipliedBy(2)).plus(SLACK);
    }

    private static List<String> notes(
            TargetJvm target, ByteSize limit, MemoryUse use, ByteSize wanted) {
        List<String> notes = new ArrayList<>();
        if (!target.bound().caveat().isEmpty()) {
            notes.add(target.bound().caveat());
        }
        ByteSize forCode = highestForMappedCode(limit, use);
        if (wanted.compareTo(forCode) > 0) {
            notes.add(
                    use.mappedReclaimable()
                            + " of code and class data are mapped and charged here: "
                            + forCode
                            + " is the highest level that leaves room for them and what comes with"
                            + " them; above it the target may starve, and the run then backs off");
        }
        ByteSize free = limit.minusOrZero(wanted);
        if (free.percentOf(limit) < LITTLE_FREE_PERCENT) {
            notes.add(
                    "at that level "
                            + free
                            + " stay free; an application that takes more than that within some 20 ms"
                            + " meets the OOM killer before ballast has given back");
        }
        return notes;
    }
}
