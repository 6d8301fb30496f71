package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.govern.ThrashCliff;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.shape.Wanted;
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

    /** Allowed for finding the level of a pressure: from nothing to all it takes some 100 s. */
    private static final Duration SEARCH = Duration.ofMinutes(4);

    /** Below this the plan says what the application may do. */
    private static final double LITTLE_FREE_PERCENT = 20;

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
        Reading now = Reading.before(limit.bytes(), inUse);
        Reachable reachable = new Reachable(host, target, intent);
        reachable.check(now);
        long wanted = highestUse(intent, now);
        ByteSize willHold = new ByteSize(wanted - inUse);
        reachable.checkFromInside(limit, new ByteSize(wanted));
        LoadChecks loads = new LoadChecks(host, target, intent);
        loads.check(limit, new ByteSize(inUse), new ByteSize(Math.max(wanted, inUse)));
        checkPressure(target, intent.wanted());
        intent.stopWhen().check(host.proc(), bound);
        FusePlan fuse = FusePlan.judge(host, target, intent, guard);
        reachable.checkWithoutFuse(fuse, limit, new ByteSize(wanted));
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
                Stream.of(
                                notes(target, intent, limit, use, new ByteSize(wanted)),
                                loads.notes(limit, new ByteSize(wanted)),
                                Surroundings.notes(host, target, intent, willHold))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void checkPressure(TargetJvm target, Wanted wanted) throws IOException {
        if (wanted.shape() instanceof Shape.Sought sought && target.bound().pressure().isEmpty()) {
            throw new Refusal(
                    sought.option()
                            + ": the kernel does not measure pressure (PSI) for "
                            + target.bound().name()
                            + ": that takes cgroup v2, and no psi=0 on its command line;"
                            + " --pressure gc-time=20% needs neither. Nothing was touched");
        }
    }

    /** At its highest; of what has no end, that at the end of the hold. */
    private static long highestUse(Intent intent, Reading now) {
        Stream<Goal> goals =
                intent.wanted().isEndless()
                        ? Stream.of(intent.wanted().at(intent.hold(), now))
                        : intent.wanted().extremes().stream();
        return goals.mapToLong(goal -> goal.wantedUse(now)).max().orElse(now.use());
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
        Duration search = intent.pressure().isPresent() ? SEARCH : Duration.ZERO;
        return intent.lasts()
                .plus(intent.rate().timeFor(willHold).multipliedBy(2))
                .plus(search)
                .plus(SLACK);
    }

    private static List<String> notes(
            TargetJvm target, Intent intent, ByteSize limit, MemoryUse use, ByteSize wanted) {
        List<String> notes = new ArrayList<>();
        if (!target.bound().caveat().isEmpty()) {
            notes.add(target.bound().caveat());
        }
        if (intent.wanted().isEndless()) {
            notes.add(
                    "it does not end at the limit: the OOM killer is to end the JVM, and until then"
                            + " it may starve for a while");
            return notes;
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
