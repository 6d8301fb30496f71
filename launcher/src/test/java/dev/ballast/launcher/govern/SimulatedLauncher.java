package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * The control loop. It reads the use first and what the agent tells a moment later, decides, cuts
 * the fuse, which takes 0.1 ms a MiB, then writes the agent's wish; wakes up late, and sometimes
 * much too late.
 */
final class SimulatedLauncher {
    private static final long LATE_NANOS = 60_000;
    private static final long STARVED_NANOS = 30_000_000;
    private static final int ONCE_STARVED_IN = 500;

    /**
     * @param application what was resident for it when the decision's use was read
     */
    record Order(Decision decision, long application) {}

    private final Governor governor;
    private final SimulatedCgroup cgroup;
    private final SimulatedFuse fuse;
    private final SimulatedAgent agent;
    private final SimulatedJvm jvm;
    private final RandomGenerator random;
    private long nextReading;
    private long useRead = -1;
    private long applicationRead;
    private boolean isCutting;
    private long beat = -1;
    private long movedAt;
    private Order order;
    private int reliefs;
    private long mapped;
    private boolean isStarved;

    /** What the cgroup tells of mapped files. */
    void seeMapped(long bytes) {
        mapped = bytes;
    }

    SimulatedLauncher(
            Governor governor,
            SimulatedCgroup cgroup,
            SimulatedFuse fuse,
            SimulatedAgent agent,
            SimulatedJvm jvm,
            RandomGenerator random) {
        this.governor = governor;
        this.cgroup = cgroup;
        this.fuse = fuse;
        this.agent = agent;
        this.jvm = jvm;
        this.random = random;
    }

    /** The last one; none before the first. */
    Order order() {
        return order;
    }

    /** In how many decisions the fuse was cut because the limit was near. */
    int reliefs() {
        return reliefs;
    }

    /** Whether it sleeps much too long. */
    boolean isStarved() {
        return isStarved;
    }

    void tick(long now, long majorFaults) {
        if (isCutting) {
            if (fuse.cut()) {
                finish(now);
            }
        } else if (useRead >= 0) {
            decide(now, majorFaults);
        } else if (now >= nextReading) {
            isStarved = false;
            useRead = cgroup.use();
            applicationRead = jvm.resident();
        }
    }

    private void decide(long now, long majorFaults) {
        if (agent.beat() != beat) {
            beat = agent.beat();
            movedAt = now;
        }
        Reading reading =
                new Reading(
                        now,
                        cgroup.limit(),
                        useRead,
                        agent.told(),
                        fuse.size(),
                        agent.toldHeap(),
                        now - movedAt,
                        mapped,
                        majorFaults);
        useRead = -1;
        Course course = order == null ? Course.from(reading) : order.decision().course();
        Decision decision = governor.decide(course, reading);
        order = new Order(decision, applicationRead);
        reliefs += decision.isRelief() ? 1 : 0;
        fuse.chargeTo(order);
        isCutting = fuse.size() > decision.fuse();
        if (!isCutting) {
            finish(now);
        }
    }

    private void finish(long now) {
        isCutting = false;
        agent.want(order);
        isStarved = random.nextInt(ONCE_STARVED_IN) == 0;
        long late = isStarved ? STARVED_NANOS : LATE_NANOS;
        nextReading =
                now + order.decision().pause().toNanos() + (long) (late * random.nextDouble());
    }
}
