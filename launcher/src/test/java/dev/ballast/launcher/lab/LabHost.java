package dev.ballast.launcher.lab;

import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.plan.Host;
import java.io.IOException;
import java.nio.file.Path;

/** This machine, with journals where no other run of this user has any. */
public final class LabHost {
    private LabHost() {}

    public static Host withJournalsIn(Path folder) throws IOException {
        return Host.withJournals(new JournalRoot(folder.resolve("ballast")));
    }
}
