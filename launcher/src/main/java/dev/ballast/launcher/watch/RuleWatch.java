package dev.ballast.launcher.watch;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.util.Optional;

/** The stop rules of a run. One look reads some ten small files. */
public final class RuleWatch {
    private final Proc proc;
    private final MemoryBound bound;
    private final StopRules rules;
    private final OomWatch ooms;
    private final SignHistory history;

    public RuleWatch(Proc proc, MemoryBound bound, StopRules rules, OomWatch ooms) {
        this.proc = proc;
        this.bound = bound;
        this.rules = rules;
        this.ooms = ooms;
        this.history = new SignHistory(rules.longestWindow());
    }

    /**
     * Looks; also for the OOM killer's work, whether a rule asks for that or not.
     *
     * @return the rule that is broken, with the figure that broke it
     * @throws IOException when what a rule needs can no longer be read
     */
    public Optional<String> look(long nowNanos) throws IOException {
        ooms.look();
        history.add(new Signs(nowNanos, proc.hostMemory(), pressure(), ooms.foreignKill()));
        return rules.brokenBy(history);
    }

    private Optional<MemoryPressure> pressure() throws IOException {
        return rules.needPressure() ? bound.pressure() : Optional.empty();
    }
}
