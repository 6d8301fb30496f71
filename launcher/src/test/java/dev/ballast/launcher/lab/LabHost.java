package dev.ballast.launcher.lab;

import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.nio.file.Path;

/** This machine, with journals where no other run of this user has any. */
public final class LabHost {
    private LabHost() {}

    public static Host withJournalsIn(Path folder) throws IOException {
        Proc proc = Proc.host();
        int own = (int) ProcessHandle.current().pid();
        MemoryCgroups cgroups = new MemoryCgroups(proc);
        Containers containers = new Containers(proc, cgroups, own);
        return new Host(
                proc,
                cgroups,
                containers,
                new Targets(proc, cgroups, containers),
                proc.id(own),
                new JournalRoot(folder.resolve("ballast")));
    }
}
