package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * A launcher, an agent, a fuse and a JVM under one limit, in steps of 50 microseconds, and what is
 * to be seen of them from outside.
 */
final class SimulatedRun {
    static final int TICKS_PER_SECOND = 20_000;
    static final long TICK_NANOS = 1_000_000_000 / TICKS_PER_SECOND;

    /** Two of the charger's pieces, and what an agent that grows has touched and not told yet. */
    private static final long UNDER_WAY_BYTES = 512 << 10;

    /** A JVM that reads its own code back from disk, measured. */
    private static final double FAULTS_IN_A_TICK = 300.0 / TICKS_PER_SECOND;

    /** And gets to run for 2 ms in 300. */
    private static final int STARVED_TICKS = 6000;

    private static final int STARVED_TICKS_TO_RUN = 40;

    private final Governor governor;
    private final SimulatedCgroup cgroup;
    private final SimulatedFuse fuse;
    private final SimulatedAgent agent;
    private final SimulatedLauncher launcher;
    private final SimulatedJvm jvm;
    private long now;
    private long applicationBefore;
    private long waitsSince = -1;
    private boolean isStarvedWait;
    private long longestWait;
    private long longestStarvedWait;
    private long hotBytes;
    private double majorFaults;

    SimulatedRun(
            Governor governor,
            long limit,
            Trace beside,
            SimulatedHeap.Kind kind,
            Trace live,
            boolean isEager,
            RandomGenerator random) {
        this.governor = governor;
        cgroup = new SimulatedCgroup(limit);
        SimulatedHeap heap = new SimulatedHeap(kind, live, cgroup, random);
        jvm = new SimulatedJvm(cgroup, heap, beside, isEager, random);
        fuse = new SimulatedFuse(cgroup, random);
        agent = new SimulatedAgent(cgroup, jvm.heap());
        launcher = new SimulatedLauncher(governor, cgroup, fuse, agent, jvm, random);
    }

    /** An application without a heap. */
    SimulatedRun(Governor governor, long limit, Trace application, RandomGenerator random) {
        this(governor, limit, application, SimulatedHeap.Kind.NONE, Trace.quiet(0), false, random);
    }

    /**
     * Lets the JVM need so many bytes of file pages: when they do not fit beside what cannot be
     * reclaimed, it reads them again and again and gets next to nothing else done.
     */
    SimulatedRun needing(long hotBytes) {
        this.hotBytes = hotBytes;
        launcher.seeMapped(hotBytes / 4 * 3); // not all that is needed is mapped at that moment
        return this;
    }

    /** Lets the charger be slower, as beside an application that takes all processors. */
    SimulatedRun chargingAt(long bytesPerSecond) {
        fuse.copyAt(bytesPerSecond);
        return this;
    }

    /** Lets the application do nothing from now on. */
    void restApplication() {
        jvm.rest();
    }

    boolean isStarving() {
        return cgroup.limit() - cgroup.use() < hotBytes;
    }

    long now() {
        return now;
    }

    /** What is resident for everybody. */
    long use() {
        return cgroup.use();
    }

    /** What is resident for the agent, whatever it tells. */
    long held() {
        return agent.touched();
    }

    long fuse() {
        return fuse.size();
    }

    boolean isRegrowing() {
        return agent.isRegrowing();
    }

    /** The last one. */
    Decision decision() {
        return launcher.order().decision();
    }

    int reliefs() {
        return launcher.reliefs();
    }

    /** Whether somebody wants memory, which ballast has, and the launcher has none to give. */
    boolean isFuseExhausted() {
        return isWaiting() && fuse.size() == 0 && agent.touched() > 0;
    }

    private boolean isWaiting() {
        return jvm.isWaiting() || agent.isWaiting();
    }

    /** For how long somebody has been waiting for memory by now; 0 when nobody is. */
    long waitingNanos() {
        return waitsSince < 0 ? 0 : now - waitsSince;
    }

    /** The longest time in which somebody waited while the launcher woke up in time. */
    long longestWaitNanos() {
        return longestWait;
    }

    /** And while it did not. */
    long longestStarvedWaitNanos() {
        return longestStarvedWait;
    }

    /**
     * Whether ballast wants more at the limit and the application has not grown by what the goal
     * left free since the reading that this follows from: then ballast has grown into the limit.
     */
    boolean isCrossedByBallast() {
        return !agent.isRegrowing()
                && (agent.isWaiting() && isLessThanFree(agent.followed())
                        || fuse.metTheLimit() && isLessThanFree(fuse.followed()));
    }

    private boolean isLessThanFree(SimulatedLauncher.Order order) {
        Decision decision = order.decision();
        Reading reading = decision.course().last();
        long free =
                cgroup.limit()
                        - decision.wantedUse()
                        - governor.goal().noise(reading)
                        - UNDER_WAY_BYTES;
        return Math.max(applicationBefore, jvm.resident()) - order.application() < free;
    }

    void tick() {
        now += TICK_NANOS;
        applicationBefore = jvm.resident();
        launcher.tick(now, (long) majorFaults);
        fuse.tick(now);
        boolean isStarving = isStarving();
        majorFaults += isStarving ? FAULTS_IN_A_TICK : 0;
        if (!isStarving || now / TICK_NANOS % STARVED_TICKS < STARVED_TICKS_TO_RUN) {
            runJvm();
        }
        watchWaiting();
    }

    private void runJvm() {
        boolean isAgentFirst = (now / TICK_NANOS & 1) == 0;
        if (isAgentFirst) {
            runAgent();
        }
        jvm.tick(now, agent.isWaiting());
        if (!isAgentFirst) {
            runAgent();
        }
    }

    private void runAgent() {
        if (jvm.runsJava() || agent.isWaiting()) {
            agent.tick(now, jvm);
        }
    }

    private void watchWaiting() {
        if (!isWaiting()) {
            waitsSince = -1;
            return;
        }
        if (waitsSince < 0) {
            waitsSince = now - TICK_NANOS;
            isStarvedWait = false;
        }
        isStarvedWait |= launcher.isStarved();
        if (isStarvedWait) {
            longestStarvedWait = Math.max(longestStarvedWait, now - waitsSince);
        } else {
            longestWait = Math.max(longestWait, now - waitsSince);
        }
    }
}
