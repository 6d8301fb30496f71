package dev.ballast.launcher.trial;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.ContainerId;
import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.experiment.Rss;
import dev.ballast.launcher.experiment.StallCount;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.plan.FusePlan;
import dev.ballast.launcher.plan.Intent;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.probe.Probes;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.vitals.Vitals;
import dev.ballast.launcher.watch.Killed;
import dev.ballast.launcher.watch.OomEvents;
import dev.ballast.launcher.watch.OomScope;
import dev.ballast.launcher.watch.StopRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run that nobody made: 90 % of 512 MiB in JVM 4711, as a whole run would have it,
 * judged by the code that judges a run.
 */
public final class MadeTrial {
    private static final int PID = 4711;
    private static final long SECOND = 1_000_000_000L;

    private final Path folder;
    private final List<ProbeReport> probes = new ArrayList<>();
    private Outcome outcome = Outcome.HELD;
    private String reason = "";
    private Optional<Container> container = Optional.empty();
    private Optional<Expected> expected = Optional.empty();
    private Optional<Duration> reachedAfter = Optional.of(Duration.ofMillis(1234));
    private boolean isReleased = true;
    private long thrown;
    private OomEvents ooms = OomEvents.NONE;
    private Optional<Recovery> recovery =
            Optional.of(
                    new Recovery(
                            true,
                            Optional.of(Duration.ofMillis(1500)),
                            Optional.of(Duration.ofMillis(200)),
                            ByteSize.ZERO,
                            Duration.ofMillis(1500)));

    /**
     * @param folder for a fake {@code /proc}
     */
    public MadeTrial(Path folder) {
        this.folder = folder;
    }

    public MadeTrial probe(ProbeReport report) {
        probes.add(report);
        return this;
    }

    public MadeTrial in(String container) throws IOException {
        this.container =
                Optional.of(
                        new Container(
                                Optional.of(new ContainerId(container)),
                                Optional.empty(),
                                fake().proc().id(PID)));
        return this;
    }

    public MadeTrial expecting(Expected end) {
        expected = Optional.of(end);
        return this;
    }

    public MadeTrial ended(Outcome how, String why) {
        outcome = how;
        reason = why;
        return this;
    }

    public MadeTrial notReached() {
        reachedAfter = Optional.empty();
        return this;
    }

    public MadeTrial notReleased() {
        isReleased = false;
        return this;
    }

    public MadeTrial throwing(long errors) {
        thrown = errors;
        return this;
    }

    public MadeTrial killed() {
        ooms =
                new OomEvents(
                        List.of(
                                new Killed(
                                        PID,
                                        "java",
                                        Killed.Who.TARGET,
                                        OomScope.CONTAINER,
                                        "/shop",
                                        Killed.Evidence.KERNEL_LOG)),
                        0,
                        1,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of());
        recovery = Optional.empty();
        return ended(Outcome.TARGET_KILLED, "the kernel's log says so");
    }

    private FakeProc fake() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        proc.process(1, 0).process(PID, 1);
        return proc;
    }

    public Plan plan() throws IOException {
        FakeProc proc = fake();
        FakeCgroups.v2(proc, folder.resolve("cgroup"))
                .put(proc, PID, "/shop")
                .limit("/shop", "536870912");
        MemoryCgroups found = new MemoryCgroups(proc.proc());
        MemoryCgroup own = found.of(PID);
        TargetJvm target =
                new TargetJvm(
                        proc.proc().id(PID),
                        7,
                        new Credentials(0, 0),
                        container,
                        own,
                        found.bindingBound(own),
                        false);
        Intent intent =
                new Intent(
                        Wanted.steady(new Amount.LevelPercent(90)),
                        Area.NATIVE,
                        List.of(),
                        Optional.empty(),
                        new ByteRate(ByteSize.ofMiB(128)),
                        Duration.ofSeconds(60),
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        StopRules.of(List.of()),
                        false,
                        false);
        return new Plan(
                intent,
                target,
                ByteSize.ofMiB(512),
                new MemoryUse(ByteSize.ofMiB(100), ByteSize.ZERO, ByteSize.ZERO, 0),
                ByteSize.ofMiB(512).percent(90),
                ByteSize.ofMiB(360),
                Duration.ofMinutes(2),
                Optional.empty(),
                new FusePlan.None("nobody is protected", true),
                List.of());
    }

    /** Of a trial that is only looked at. */
    public static Watching watching(Vitals vitals, Probes probes, Timeline timeline) {
        return new Watching(vitals, probes, timeline);
    }

    /** The fake {@code /proc} that the target is in. */
    public Proc proc() {
        return new Proc(folder.resolve("proc"));
    }

    private Timeline.View timeline() {
        Timeline timeline = new Timeline(0, Instant.parse("2026-11-01T10:20:30.400Z"));
        timeline.phase(0, Phase.BEFORE);
        timeline.phase(3 * SECOND, Phase.DURING);
        timeline.phase(65 * SECOND, Phase.AFTER);
        timeline.end(66 * SECOND + SECOND / 2);
        return timeline.view();
    }

    public TrialResult made() throws IOException {
        Plan plan = plan();
        Result result =
                new Result(
                        plan,
                        outcome,
                        reason,
                        reachedAfter,
                        Duration.ofSeconds(60),
                        plan.wantedUse(),
                        ByteSize.ofMiB(361),
                        ByteSize.ZERO,
                        ByteSize.ofMiB(1),
                        ByteSize.ofMiB(2),
                        0.98,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new StallCount(2, Duration.ofMillis(250), 0, Duration.ZERO),
                        3,
                        new Rss(
                                Optional.of(ByteSize.ofMiB(90)),
                                Optional.of(ByteSize.ofMiB(450)),
                                recovery.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(ByteSize.ofMiB(91))),
                        isReleased,
                        Optional.empty(),
                        ooms);
        ThrownErrors errors = ThrownErrors.counted(0, thrown);
        return new TrialResult(
                new TrialPlan(
                        probes.stream().map(ProbeReport::spec).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        expected),
                result,
                probes,
                recovery,
                errors,
                Judgement.of(result, probes, recovery, errors, expected),
                timeline(),
                new Environment(
                        Optional.of("0.1.0"),
                        "17.0.15",
                        "6.1.0",
                        2,
                        ByteSize.ofMiB(4096),
                        "cgroup v2",
                        Optional.of("21.0.3, Debian"),
                        Optional.of("Main")),
                List.of("attach", "4711", "--level", "90%"));
    }
}
