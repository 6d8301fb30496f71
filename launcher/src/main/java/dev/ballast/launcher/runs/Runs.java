package dev.ballast.launcher.runs;

import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.guard.Protection;
import dev.ballast.launcher.inventory.Selection;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the runs of this user: those at work and those that a dead launcher has left behind. */
public final class Runs {
    private final Host host;
    private final Leftovers leftovers;

    public Runs(Host host) {
        this.host = host;
        this.leftovers = new Leftovers(host);
    }

    /** All of them, by their launchers' numbers. */
    public List<Run> all() throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Journal journal : Journal.all(host.journals())) {
            look(journal).ifPresent(runs::add);
        }
        runs.sort(Comparator.comparingInt(run -> run.launcherProcess().pid()));
        return runs;
    }

    /** Those against the process that has, or had, this number. */
    public List<Run> against(int pid) throws IOException {
        return all().stream().filter(run -> run.isAgainst(pid)).toList();
    }

    /** Those against a process that is meant so and lives. */
    public List<Run> against(Selection wanted) throws IOException {
        List<Run> fitting = new ArrayList<>();
        for (Run run : all()) {
            if (run.note().isPresent() && host.finder().fits(run.note().get().target(), wanted)) {
                fitting.add(run);
            }
        }
        return fitting;
    }

    /** None for a launcher that lives and has no run now: it begins or ends in this moment. */
    private Optional<Run> look(Journal journal) throws IOException {
        Run.Launcher launcher = launcher(journal.launcher());
        Optional<RunNote> note = RunNote.in(journal);
        boolean isDead = launcher == Run.Launcher.DEAD;
        if (!journal.exists() || note.isEmpty() && !isDead) {
            return Optional.empty();
        }
        return Optional.of(
                new Run(
                        journal,
                        launcher,
                        note,
                        RunState.in(journal),
                        Protection.in(journal, host.proc()),
                        isDead ? leftovers.of(journal) : List.of()));
    }

    private Run.Launcher launcher(ProcessId process) throws IOException {
        try {
            ProcessStat stat = host.proc().stat(process.pid());
            if (!stat.id().equals(process) || stat.isZombie()) {
                return Run.Launcher.DEAD;
            }
            return stat.isStopped() ? Run.Launcher.STOPPED : Run.Launcher.AT_WORK;
        } catch (ProcessGone gone) {
            return Run.Launcher.DEAD;
        }
    }
}
