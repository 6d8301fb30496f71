package dev.ballast.launcher.experiment;

import dev.ballast.launcher.attach.AgentLoader;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryGauge;
import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.fuse.Fuse;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.linux.ThreadPriority;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.pagecache.DiskFolder;
import dev.ballast.launcher.pagecache.PageCache;
import dev.ballast.launcher.plan.FusePlan;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.squeeze.Squeeze;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.vitals.Vitals;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One run against one JVM. */
public final class Experiment {
    /** Of the agent's memory and of the scores: how long a silent launcher is taken for alive. */
    public static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration AGENT_DEADLINE = Duration.ofSeconds(10);

    private final Host host;
    private final Plan plan;
    private final Progress progress;
    private final TargetWatch watch;
    private final Optional<Seek> seek;
    private final Recorder recorder;
    private final Hold hold;
    private final Optional<ByteSize> rssBefore;
    private Loads loads = Loads.NONE;
    private Optional<Guard> guard = Optional.empty();
    private Optional<AgentLink> agent = Optional.empty();
    private Optional<Instruments> instruments = Optional.empty();
    private Optional<Squeeze> squeeze = Optional.empty();

    /**
     * @param vitals by which a pressure that is sought is measured
     * @throws IOException when the target cannot even be watched
     */
    public Experiment(
            Host host,
            Plan plan,
            Vitals vitals,
            Progress progress,
            Recorder recorder,
            StopRequest stop)
            throws IOException {
        this.host = host;
        this.plan = plan;
        this.progress = progress;
        this.watch = new TargetWatch(host, plan);
        this.seek = plan.intent().pressure().map(pressure -> new Seek(pressure, vitals));
        this.recorder = recorder;
        this.hold = new Hold(plan, watch, progress, recorder, seek, stop);
        this.rssBefore = watch.rss();
    }

    /**
     * Runs it from the first effect to the last undone. Whatever fails on the way, all is undone.
     */
    public Result run() {
        Ending ending;
        try (Journal journal = Journal.of(host.journals(), host.launcher());
                Guard protection = protect(journal);
                AgentLink link = attach(journal);
                Fuse fuse = fuse();
                PageCache cache = pageCache();
                MemoryGauge gauge = plan.target().bound().gauge();
                Squeeze limit = squeeze(journal)) {
            new Room(plan, link).check();
            instruments =
                    Optional.of(
                            new Instruments(
                                    watch,
                                    gauge,
                                    link,
                                    Optional.ofNullable(fuse),
                                    Optional.ofNullable(protection)));
            loads = loads(link, cache, limit);
            ending = hold.run(instruments.get(), loads);
            if (limit != null) {
                limit.check();
            }
            progress.releasing();
        } catch (IOException failure) {
            ending = judge(failure);
        }
        return result(afterwards(ending));
    }

    /** The guard, on; null, which a try takes for nothing to close, when none was asked for. */
    private Guard protect(Journal journal) throws IOException {
        if (plan.guard().isEmpty()) {
            return null;
        }
        GuardPlan wanted = plan.guard().get();
        guard = Optional.of(Guard.on(host.proc(), wanted, journal, LEASE));
        progress.step(
                Event.Kind.STEP,
                "OOM score "
                        + wanted.score()
                        + " set on "
                        + guard.get().changedCount()
                        + " processes");
        return guard.get();
    }

    /** The link to an agent that holds nothing yet. */
    private AgentLink attach(Journal journal) throws IOException {
        AgentLink link =
                new AgentLink(plan.intent().area(), plan.intent().loads(), LEASE, watch::isAlive);
        agent = Optional.of(link);
        try {
            new AgentLoader(host.proc(), journal).load(plan.target(), agentJar(), link::open);
            link.awaitHolding(AGENT_DEADLINE);
            link.keepResident(plan.intent().keepResident());
        } catch (IOException failure) {
            link.close();
            throw failure;
        }
        progress.step(Event.Kind.STEP, "agent loaded into JVM " + plan.target().name());
        preferAgent();
        return link;
    }

    /** With nothing in it yet, or null when none is wanted. */
    private PageCache pageCache() throws IOException {
        if (plan.intent().loads().stream().noneMatch(load -> load.kind() == Kind.PAGECACHE)) {
            return null;
        }
        DiskFolder folder =
                DiskFolder.find(host.proc())
                        .orElseThrow(() -> new IOException("no folder is on a disk any more"));
        return PageCache.in(folder, plan.target().cgroup(), plan.target().bound(), watch::helper);
    }

    /** With nothing written yet; null when no limit was asked for. */
    private Squeeze squeeze(Journal journal) throws IOException {
        Optional<MemoryCgroup> group = plan.target().bound().group();
        if (group.isEmpty() || !plan.intent().lowersLimit()) {
            return null;
        }
        squeeze = Optional.of(Squeeze.of(group.get(), journal, LEASE));
        return squeeze.get();
    }

    private Loads loads(AgentLink link, PageCache cache, Squeeze limit) {
        Map<LoadSpec, LoadSource> sources = new LinkedHashMap<>();
        for (LoadSpec load : plan.intent().loads()) {
            sources.put(
                    load,
                    switch (load.kind()) {
                        case PAGECACHE -> cache;
                        case LIMIT -> limit;
                        default -> link.source(load);
                    });
        }
        return new Loads(sources, seek.filter(Seek::isOfHeap), recorder);
    }

    /** At the edge it must not wait for its turn among the threads that take memory. */
    private void preferAgent() {
        if (!(plan.fuse() instanceof FusePlan.In)) {
            return;
        }
        try {
            OptionalInt thread = host.targets().holderThread(plan.target().process().pid());
            if (thread.isPresent()) {
                ThreadPriority.prefer(thread.getAsInt());
            }
        } catch (IOException notAllowed) {
            progress.step(
                    Event.Kind.STEP,
                    "the agent runs at normal priority: " + notAllowed.getMessage());
        }
    }

    /** An empty one, or null when there is to be none: the control loop charges it. */
    private Fuse fuse() throws IOException {
        return plan.fuse() instanceof FusePlan.In in ? Fuse.in(in.cgroup(), watch::helper) : null;
    }

    private Ending judge(IOException failure) {
        return new Ending(
                hold.record().hasBegun() ? Outcome.INCONCLUSIVE : Outcome.FAILED,
                failure.getMessage());
    }

    /**
     * What shows only when everything is undone. A target that is gone explains most endings: a JVM
     * that stood still at its limit when the hold was over is killed once it is unprotected again.
     */
    private Ending afterwards(Ending ending) {
        awaitFate();
        if (agent.filter(AgentLink::isReleased).isPresent()) {
            watch.awaitThreadsGone();
        }
        if (watch.isAlive()) {
            return ending.outcome().promisesRelease() && !isReleased()
                    ? notReleased(ending)
                    : ending;
        }
        Ending fate = watch.fate();
        if (ending.outcome() == Outcome.STOPPED && fate.outcome() == Outcome.TARGET_ENDED) {
            return ending;
        }
        return hold.endlessStall()
                .map(stall -> new Ending(fate.outcome(), fate.reason() + ", after " + stall))
                .orElse(fate);
    }

    /** A JVM that waits for memory gets some, or is killed, soon after its protection has ended. */
    private void awaitFate() {
        boolean hadItsTime = hold.endlessStall().isPresent();
        if (guard.isPresent() && agent.isPresent() && !hadItsTime && !watch.isStopped()) {
            agent.get().awaitReleased(Hold.KERNEL_DEADLINE);
        }
    }

    private static Ending notReleased(Ending ending) {
        return new Ending(
                Outcome.FAILED,
                ending.outcome().words()
                        + (ending.reason().isEmpty() ? "" : " (" + ending.reason() + ")")
                        + ", but the agent has not confirmed that it gave everything back: the JVM is"
                        + " stopped or stands still; it does so as soon as it runs again");
    }

    private boolean isReleased() {
        return agent.map(AgentLink::isReleased).orElse(true);
    }

    private Result result(Ending ending) {
        Optional<GuardResult> scores = guard.map(Guard::result);
        Optional<String> left =
                scores.filter(found -> !found.isRestored())
                        .map(GuardResult::sentence)
                        .or(() -> squeeze.flatMap(Squeeze::left));
        HoldRecord found = hold.record();
        LevelRecord level = found.level();
        return new Result(
                plan,
                left.isPresent() ? Outcome.FAILED : ending.outcome(),
                left.orElse(ending.reason()),
                found.reachedAfter(),
                found.heldFor(),
                new ByteSize(level.peakUseBytes()),
                new ByteSize(level.peakHeldBytes()),
                new ByteSize(level.peakFuseBytes()),
                new ByteSize(level.meanErrorBytes()),
                new ByteSize(level.worstErrorBytes()),
                level.heldPart(),
                loads.results(),
                seek.flatMap(Seek::result),
                found.backedOffTo(),
                instruments.map(Instruments::stalls).orElse(StallCount.NONE),
                found.reliefs(),
                new Rss(rssBefore, hold.rss(), watch.rss()),
                isReleased(),
                scores,
                watch.end());
    }

    private static byte[] agentJar() throws IOException {
        try (InputStream jar = Experiment.class.getResourceAsStream("/agent.jar")) {
            if (jar == null) {
                throw new IOException(
                        "this launcher.jar has no agent.jar inside; build it with `mvn package`");
            }
            return jar.readAllBytes();
        }
    }
}
