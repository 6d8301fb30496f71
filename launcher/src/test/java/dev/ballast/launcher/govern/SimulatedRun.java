package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * A governor, an agent and an application under one limit, in steps of 50 microseconds.
 *
 * <p>The agent is as slow as the real one: it looks at the wish after a pause, touches at most 16
 * MiB before it looks again, at 2 GiB/s, gives back at 8 GiB/s, and tells what it holds only when
 * it has done so. The launcher reads the use first and what the agent tells a moment later, wakes
 * up late, and sometimes much too late.
 */
final class SimulatedRun {
    static final long TICK_NANOS = 50_000;
    private static final long TOUCHED_IN_A_TICK = (2L << 30) / 20_000;
    private static final long GIVEN_BACK_IN_A_TICK = (8L << 30) / 20_000;
    private static final long STEP_BYTES = 16 << 20;
    private static final long PAGE_BYTES = 4096;
    private static final long LATE_NANOS = 60_000;
    private static final long STARVED_NANOS = 30_000_000;

    private final Governor governor;
    private final long limit;
    private final Trace application;
    private final RandomGenerator random;

    private long now;
    private long used;

    // The launcher.
    private long nextReading;
    private long useRead = -1;
    private long applicationRead;
    private long applicationDecided;
    private Reading before;
    private Decision decision;

    // The page.
    private long wish;
    private long pauseNanos = 1_000_000;
    private long told;

    // The agent.
    private long touched;
    private long target;
    private long lookedAt;
    private Decision followed;
    private long applicationFollowed;
    private boolean isMoving;
    private boolean isGrowing;
    private long restsUntil;

    SimulatedRun(Governor governor, long limit, Trace application, RandomGenerator random) {
        this.governor = governor;
        this.limit = limit;
        this.application = application;
        this.random = random;
    }

    long now() {
        return now;
    }

    /** What is resident for the application and for the agent. */
    long use() {
        return used + touched;
    }

    /** What is resident for the agent, whatever it tells. */
    long held() {
        return touched;
    }

    /** The last one. */
    Decision decision() {
        return decision;
    }

    /**
     * Whether the limit is crossed and the application has not grown by what the goal left free
     * since the reading that the agent follows: then ballast has grown into it.
     */
    boolean isCrossedByBallast() {
        return use() > limit
                && isGrowing
                && used - applicationFollowed
                        < limit - followed.wantedUse() - governor.goal().noise(before);
    }

    void tick() {
        now += TICK_NANOS;
        used = application.bytesAt(now);
        launch();
        follow();
    }

    private void launch() {
        if (useRead >= 0) {
            decide(new Reading(now, limit, useRead, told));
            useRead = -1;
        } else if (now >= nextReading) {
            useRead = use();
            applicationRead = used;
        }
    }

    private void decide(Reading reading) {
        long asked = decision == null ? 0 : decision.ballast();
        decision = governor.decide(before == null ? reading : before, asked, reading);
        before = reading;
        applicationDecided = applicationRead;
        wish = decision.ballast();
        pauseNanos = decision.pause().toNanos();
        long late = random.nextInt(500) == 0 ? STARVED_NANOS : LATE_NANOS;
        nextReading = now + pauseNanos + (long) (late * random.nextDouble());
    }

    private void follow() {
        isGrowing = false;
        if (now < restsUntil) {
            return;
        }
        if (!isMoving) {
            look();
        }
        isGrowing = touched < target;
        if (isGrowing) {
            touched = Math.min(target, touched + TOUCHED_IN_A_TICK);
        } else {
            touched = Math.max(target, touched - GIVEN_BACK_IN_A_TICK);
        }
        if (touched == target) {
            isMoving = false;
            told = touched;
            if (touched == lookedAt) {
                restsUntil = now + Math.max(100_000, Math.min(pauseNanos, 100_000_000));
            }
        }
    }

    private void look() {
        isMoving = true;
        lookedAt = wish - wish % PAGE_BYTES;
        target = Math.min(lookedAt, touched + STEP_BYTES);
        followed = decision;
        applicationFollowed = applicationDecided;
    }
}
