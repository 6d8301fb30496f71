package dev.ballast.launcher.experiment;

import dev.ballast.launcher.cgroup.MemoryGauge;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.fuse.Fuse;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Heap;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What the control loop senses with and acts on. */
final class Instruments {
    private final TargetWatch watch;
    private final MemoryGauge gauge;
    private final AgentLink agent;
    private final Optional<Fuse> fuse;
    private final Optional<Guard> guard;
    private final Stalls stalls = new Stalls();
    private AgentSnapshot jvm;
    private boolean isProtected;

    Instruments(
            TargetWatch watch,
            MemoryGauge gauge,
            AgentLink agent,
            Optional<Fuse> fuse,
            Optional<Guard> guard) {
        this.watch = watch;
        this.gauge = gauge;
        this.agent = agent;
        this.fuse = fuse;
        this.guard = guard;
        this.isProtected = guard.isPresent();
    }

    /**
     * @throws IOException when the target, the agent, the guard or the limit is no longer there
     */
    Reading sense() throws IOException {
        watch.checkAlive();
        if (isProtected) {
            guard.get().check();
        }
        // What ballast takes between these readings then counts as somebody else's, and no wish
        // comes of it.
        jvm = agent.snapshot();
        long fuseBytes = fuse.isPresent() ? fuse.get().sizeBytes() : 0;
        MemoryUse use = gauge.use();
        long nanos = System.nanoTime();
        Reading reading =
                new Reading(
                        nanos,
                        gauge.limit().bytes(),
                        use.unreclaimable().bytes(),
                        jvm.held().bytes(),
                        fuseBytes,
                        new Heap(
                                jvm.heapUsed().bytes(),
                                jvm.heapCommitted().bytes(),
                                jvm.heapMax().bytes()),
                        stalls.silentNanos(nanos, jvm.beat()),
                        use.mappedReclaimable().bytes(),
                        use.majorFaults());
        stalls.note(reading);
        return reading;
    }

    /** What the agent told for the last reading. */
    AgentSnapshot jvm() {
        return jvm;
    }

    /** The fuse first: it works at once. */
    void act(Decision decision) throws IOException {
        resizeFuse(decision.fuse());
        agent.want(new ByteSize(decision.held()));
        agent.pace(decision.agentPause());
    }

    /**
     * Gives up the level and gives back what can be given back without the target, its protection
     * included: so the kernel can end what nobody else can.
     */
    void letGo() throws IOException {
        resizeFuse(0);
        agent.want(ByteSize.ZERO);
        if (isProtected) {
            isProtected = false;
            guard.get().close();
        }
    }

    private void resizeFuse(long bytes) throws IOException {
        if (fuse.isPresent()) {
            fuse.get().resize(bytes);
        }
    }

    /** For how long the target has been standing still at its limit; zero while it runs. */
    Duration stall() {
        if (stalls.isSilent() && watch.isStopped()) {
            stalls.excuse();
        }
        return stalls.current();
    }

    StallCount stalls() {
        return stalls.total();
    }
}
