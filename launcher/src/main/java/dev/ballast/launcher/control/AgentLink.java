package dev.ballast.launcher.control;

import dev.ballast.agent.page.AgentState;
import dev.ballast.agent.page.ControlPage;
import dev.ballast.agent.page.LoadKind;
import dev.ballast.launcher.linux.LockedPage;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The launcher's end of the control page. It beats from a thread of its own until it is closed;
 * closing asks the agent to give everything back and waits a bounded time for that.
 *
 * <p>The page belongs to the target's user. When somebody truncates or rewrites it, every method
 * throws {@link AgentLost}; the agent sees the same and gives everything back by itself.
 */
public final class AgentLink implements AutoCloseable {
    /** Without a sign of the agent: what it gives back takes as long as it takes. */
    private static final Duration RELEASE_DEADLINE = Duration.ofSeconds(10);

    /** A JVM may set its limit of direct memory as high as it likes; nothing else comes near. */
    private static final long LARGEST_SIZE_BYTES = Long.MAX_VALUE / 4;

    private static final long POLL_NANOS = 1_000_000;

    /** Measured where all is well: 5 GiB/s. */
    private static final long SLOWEST_RELEASE_BYTES_PER_SECOND = 64L << 20;

    private final long nonceHigh;
    private final long nonceLow;
    private final Area area;
    private final List<LoadSpec> loads;
    private final Duration lease;
    private final BooleanSupplier targetIsAlive;
    private volatile ControlPage page;
    private volatile boolean isClosed;
    private Thread beats;
    private boolean isReleased;

    /**
     * @param loads that will be wanted beside the area
     * @param lease after which the agent takes a silent launcher for dead
     * @param targetIsAlive asked while waiting: the page does not tell, it outlives its process
     */
    public AgentLink(
            Area area, Collection<LoadSpec> loads, Duration lease, BooleanSupplier targetIsAlive) {
        SecureRandom random = new SecureRandom();
        this.nonceHigh = random.nextLong();
        this.nonceLow = random.nextLong();
        this.area = area;
        this.loads = List.copyOf(loads);
        this.lease = lease;
        this.targetIsAlive = targetIsAlive;
    }

    /**
     * Makes the mapping the page of this run, and starts to beat. Called before the agent sees it.
     *
     * @throws AgentLost when somebody has truncated it already
     */
    public void open(MappedByteBuffer mapping) throws AgentLost {
        page = new ControlPage(mapping);
        guarded(
                () -> {
                    page.pauseNanos(POLL_NANOS);
                    loads.forEach(this::announce);
                    page.open(nonceHigh, nonceLow, lease.toNanos(), usesDirect());
                    return null;
                });
        try {
            LockedPage.lock(mapping);
        } catch (IOException limitReached) {
            // RLIMIT_MEMLOCK may forbid it; then a host short of memory may delay the launcher.
        }
        beats = new Thread(this::beat, "ballast-beat");
        beats.setDaemon(true);
        beats.start();
    }

    /** Waits until the agent holds; called when its entry has returned. */
    public void awaitHolding(Duration limit) throws AgentLost {
        long deadline = System.nanoTime() + limit.toNanos();
        while (readState() == AgentState.ABSENT) {
            if (System.nanoTime() > deadline) {
                throw new AgentLost(
                        "the agent was loaded but did not open its page within "
                                + limit.toSeconds()
                                + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        snapshot();
    }

    /**
     * @throws AgentLost when the agent holds nothing any more, or the page is not to be believed
     */
    public AgentSnapshot snapshot() throws AgentLost {
        AgentState state = readState();
        if (state.isFinal()) {
            throw new AgentLost(explain(state));
        }
        return read();
    }

    /** What the agent shall hold from now on for the level, all of it in the run's area. */
    public void want(ByteSize wanted) throws AgentLost {
        checked(
                () -> {
                    if (area == Area.DIRECT) {
                        page.wantedDirectBytes(wanted.bytes());
                    } else {
                        page.wantedNativeBytes(wanted.bytes());
                    }
                    return null;
                });
    }

    /** One of the loads, as the agent does it. */
    public LoadSource source(LoadSpec load) {
        return load.kind()
                .worker()
                .map(worker -> ofWorker(worker, load.kind()))
                .orElseGet(this::ofHolder);
    }

    private LoadSource ofWorker(LoadKind worker, Kind kind) {
        return new LoadSource() {
            @Override
            public void want(long amount) throws AgentLost {
                checked(
                        () -> {
                            page.wantedLoad(worker, amount);
                            return null;
                        });
            }

            @Override
            public LoadReading look() throws AgentLost {
                return checked(
                        () ->
                                new LoadReading(
                                        kind,
                                        size(page.heldLoad(worker)).bytes(),
                                        size(page.seenLoad(worker)).bytes(),
                                        size(page.lostLoad(worker)).bytes(),
                                        size(page.refusedLoad(worker)).bytes(),
                                        size(page.roomOfLoad(worker)).bytes()));
            }
        };
    }

    /** Direct memory beside a level of native memory. */
    private LoadSource ofHolder() {
        return new LoadSource() {
            @Override
            public void want(long amount) throws AgentLost {
                checked(
                        () -> {
                            page.wantedDirectBytes(amount);
                            return null;
                        });
            }

            @Override
            public LoadReading look() throws AgentLost {
                return checked(
                        () ->
                                new LoadReading(
                                        Kind.DIRECT,
                                        size(page.heldDirectBytes()).bytes(),
                                        size(page.directUsedBytes()).bytes(),
                                        0,
                                        0,
                                        size(page.directMaxBytes()).bytes()));
            }
        };
    }

    /** How long the agent may rest between two looks at the page. */
    public void pace(Duration pause) throws AgentLost {
        checked(
                () -> {
                    page.pauseNanos(pause.toNanos());
                    return null;
                });
    }

    /** Whether the agent shall touch what it holds again and again, so that it stays in memory. */
    public void keepResident(boolean isWanted) throws AgentLost {
        checked(
                () -> {
                    page.keepResident(isWanted);
                    return null;
                });
    }

    /**
     * Asks the agent to give everything back and waits for its word, for a bounded time.
     * Idempotent.
     */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        if (page != null) {
            requestRelease();
            awaitReleased(RELEASE_DEADLINE);
        }
        isClosed = true;
        if (beats != null) {
            LockSupport.unpark(beats);
        }
    }

    /** Whether the agent has confirmed that it holds nothing; only after closing. */
    public boolean isReleased() {
        return isReleased;
    }

    private boolean usesDirect() {
        return area == Area.DIRECT || loads.stream().anyMatch(load -> load.kind() == Kind.DIRECT);
    }

    private void announce(LoadSpec load) {
        load.kind().worker().ifPresent(worker -> announce(worker, load));
    }

    private void announce(LoadKind worker, LoadSpec load) {
        page.usesLoad(worker);
        load.piece().ifPresent(piece -> page.pieceOfLoad(worker, piece.bytes()));
        if (load.isUntilRefused()) {
            page.goesUntilRefused(worker);
        }
    }

    private void requestRelease() {
        try {
            guarded(
                    () -> {
                        page.requestStop();
                        return null;
                    });
        } catch (AgentLost truncated) {
            return; // the agent sees the same, and needs no request
        }
    }

    /**
     * Waits for the agent's word that it holds nothing, until its process is gone or it has given
     * no sign for so long. After closing this may be repeated: an agent that could not run then may
     * do so later.
     */
    public void awaitReleased(Duration limit) {
        if (page == null || isReleased) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            long end = deadline + slowestReleaseNanos();
            AgentState state = readState();
            long sign = read().beat();
            while (state == AgentState.HOLDING
                    && targetIsAlive.getAsBoolean()
                    && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL_NANOS);
                state = readState();
                long last = sign;
                sign = read().beat();
                deadline =
                        sign == last
                                ? deadline
                                : Math.min(end, System.nanoTime() + limit.toNanos());
            }
            boolean isNone = state == AgentState.ABSENT; // and it would see the request first
            isReleased = isNone || state.isFinal() && heldInAll().bytes() == 0;
        } catch (AgentLost pageIsNotToBeBelieved) {
            isReleased = false;
        }
    }

    /** Whoever only pretends to give back must not keep the launcher for ever. */
    private long slowestReleaseNanos() throws AgentLost {
        return heldInAll().bytes() / SLOWEST_RELEASE_BYTES_PER_SECOND * 1_000_000_000
                + RELEASE_DEADLINE.toNanos();
    }

    private void beat() {
        long beat = 0;
        try {
            while (!isClosed) {
                page.launcherBeat(++beat);
                page.settle();
                LockSupport.parkNanos(lease.toNanos() / 8);
            }
        } catch (InternalError pageTruncated) {
            return; // the next call from the launcher's main thread meets the same and says it
        }
    }

    private AgentState readState() throws AgentLost {
        return checked(
                () -> {
                    AgentState state = page.state();
                    if (state == null) {
                        throw new AgentLost("the agent's page holds a state that no agent writes");
                    }
                    return state;
                });
    }

    private AgentSnapshot read() throws AgentLost {
        return checked(
                () ->
                        new AgentSnapshot(
                                page.state(),
                                page.agentBeat(),
                                size(heldOfLevel()),
                                size(page.heapUsedBytes()),
                                size(page.heapCommittedBytes()),
                                size(page.heapMaxBytes()),
                                size(page.directUsedBytes()),
                                size(page.directMaxBytes()),
                                Duration.ofNanos(size(page.collectionNanos()).bytes())));
    }

    private long heldOfLevel() {
        return area == Area.DIRECT ? page.heldDirectBytes() : page.heldNativeBytes();
    }

    private ByteSize heldInAll() throws AgentLost {
        return checked(() -> size(page.heldNativeBytes()).plus(size(page.heldDirectBytes())));
    }

    private static ByteSize size(long bytes) throws AgentLost {
        if (bytes < 0 || bytes > LARGEST_SIZE_BYTES) {
            throw new AgentLost("the agent's page holds a size that cannot be: " + bytes);
        }
        return new ByteSize(bytes);
    }

    private String explain(AgentState state) {
        return switch (state) {
            case BUSY -> "another run of ballast already holds memory in this JVM";
            case LEASE_EXPIRED ->
                    "the agent has given everything back: it heard nothing from the launcher for "
                            + lease.toSeconds()
                            + " s";
            case PAGE_LOST ->
                    "the agent has given everything back: its page was changed by somebody else";
            case FAILED ->
                    "the agent failed and has given everything back: "
                            + UntrustedText.printable(page.error());
            default -> "the agent has given everything back";
        };
    }

    private interface PageAccess<T> {
        T run() throws AgentLost;
    }

    private <T> T checked(PageAccess<T> access) throws AgentLost {
        return guarded(
                () -> {
                    if (!page.isRun(nonceHigh, nonceLow)) {
                        throw new AgentLost(
                                "the agent's page was overwritten by somebody else; the agent gives"
                                        + " everything back");
                    }
                    return access.run();
                });
    }

    private <T> T guarded(PageAccess<T> access) throws AgentLost {
        try {
            try {
                return access.run();
            } finally {
                page.settle();
            }
        } catch (InternalError truncated) {
            throw new AgentLost(
                    "the agent's page was truncated by somebody else; the agent gives everything back",
                    truncated);
        }
    }
}
