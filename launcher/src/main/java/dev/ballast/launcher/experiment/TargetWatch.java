package dev.ballast.launcher.experiment;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the target lives, what it weighs, and what became of it. */
final class TargetWatch {
    /** How often the target is looked at, at most. */
    private static final long LIFE_SIGN_NANOS = 50_000_000;

    private final Proc proc;
    private final TargetJvm target;
    private final OptionalLong oomKillsBefore;
    private long aliveAtNanos = System.nanoTime();

    /** Begins to watch; kills that are counted before this moment are not the run's. */
    TargetWatch(Proc proc, TargetJvm target) throws IOException {
        this.proc = proc;
        this.target = target;
        this.oomKillsBefore = target.cgroup().oomKills();
    }

    /** A process that cannot be looked at is taken for alive: what it holds must be waited for. */
    boolean isAlive() {
        try {
            return proc.isAlive(target.process());
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** For the control loop: the page does not tell, it outlives the process that mapped it. */
    void checkAlive() throws ProcessGone {
        long now = System.nanoTime();
        if (now - aliveAtNanos > LIFE_SIGN_NANOS) {
            if (!isAlive()) {
                throw new ProcessGone(target.process());
            }
            aliveAtNanos = now;
        }
    }

    /** VmRSS now; none when the target has ended. */
    Optional<ByteSize> rss() {
        try {
            return proc.isAlive(target.process())
                    ? Optional.of(proc.status(target.process().pid()).residentBytes())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What became of a target that is no longer alive, as its cgroup counts. */
    Ending fate() {
        long kills = oomKillsNow().orElse(0) - oomKillsBefore.orElse(0);
        return kills > 0
                ? new Ending(
                        Outcome.TARGET_KILLED,
                        "memory cgroup "
                                + target.cgroup().path()
                                + " counts "
                                + kills
                                + " OOM kills during the run")
                : new Ending(Outcome.TARGET_ENDED, "no OOM kill was counted in its cgroup");
    }

    private OptionalLong oomKillsNow() {
        try {
            return target.cgroup().oomKills();
        } catch (IOException cgroupRemoved) {
            return OptionalLong.empty();
        }
    }
}
