package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.inventory.Finder;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;

/**
 * The machine as this launcher sees it.
 *
 * @param launcher this process
 * @param journals where this user's runs note what they must undo
 */
public record Host(
        Proc proc,
        MemoryCgroups cgroups,
        Containers containers,
        Targets targets,
        Finder finder,
        ProcessId launcher,
        JournalRoot journals) {
    /** The one that the launcher runs on. */
    public static Host here() throws IOException {
        return withJournals(JournalRoot.of(Credentials.own().uid(), System.getenv()));
    }

    /** The same, with another place for journals. */
    public static Host withJournals(JournalRoot journals) throws IOException {
        Proc proc = Proc.host();
        int own = (int) ProcessHandle.current().pid();
        MemoryCgroups cgroups = new MemoryCgroups(proc);
        Containers containers = new Containers(proc, cgroups, own);
        Targets targets = new Targets(proc, cgroups, containers);
        return new Host(
                proc,
                cgroups,
                containers,
                targets,
                new Finder(proc, targets, containers, EngineFiles.host(), own),
                proc.id(own),
                journals);
    }
}
