package dev.ballast.launcher.journal;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The journal of one run: a folder named after the launcher's process, with a small text file for
 * each kind of effect, and two that tell others of the run. It exists exactly as long as something
 * has to be undone.
 */
public final class Journal implements AutoCloseable {
    /** The entry that says which run it is; there first, and removed last. */
    public static final String RUN = "run";

    /** The entry that says how far the run is. */
    public static final String STATE = "state";

    private static final String UNFINISHED = ".new";
    private static final Pattern FOLDER = Pattern.compile("run-(\\d{1,9})-(\\d{1,18})");

    private final Path folder;
    private final ProcessId launcher;

    private Journal(Path folder, ProcessId launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** The journal of this launcher; nothing is created before the first entry. */
    public static Journal of(JournalRoot root, ProcessId launcher) {
        String name = "run-" + launcher.pid() + "-" + launcher.startTicks();
        return new Journal(root.path().resolve(name), launcher);
    }

    /** The journals that runs have left here: of launchers that still work, and of dead ones. */
    public static List<Journal> all(JournalRoot root) throws IOException {
        List<Journal> journals = new ArrayList<>();
        root.checkPrivate();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.path(), "run-*")) {
            for (Path folder : folders) {
                Matcher name = FOLDER.matcher(folder.getFileName().toString());
                if (name.matches() && !name.group(1).matches("0+")) {
                    int pid = Integer.parseInt(name.group(1));
                    long start = Long.parseLong(name.group(2));
                    journals.add(new Journal(folder, new ProcessId(pid, start)));
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return journals;
    }

    /** The journals whose launcher has died without undoing what they list. */
    public static List<Journal> abandoned(JournalRoot root, Proc proc) throws IOException {
        List<Journal> abandoned = new ArrayList<>();
        for (Journal journal : all(root)) {
            if (!proc.isAlive(journal.launcher)) {
                abandoned.add(journal);
            }
        }
        return abandoned;
    }

    /** Those of the same user's other runs, at work or dead. */
    public List<Journal> others() throws IOException {
        return all(new JournalRoot(folder.getParent())).stream()
                .filter(other -> !other.folder.equals(folder))
                .toList();
    }

    public ProcessId launcher() {
        return launcher;
    }

    public Path folder() {
        return folder;
    }

    /** Where the entry of this name is. */
    public Path file(String entry) {
        return folder.resolve(entry);
    }

    /** Writes an entry whole: it is there with all its lines or not at all. */
    public void write(String entry, String text) throws IOException {
        JournalRoot.createPrivate(folder.getParent());
        JournalRoot.createPrivate(folder);
        Path unfinished = file(entry + UNFINISHED);
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file(entry), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Adds lines to an entry that exists. */
    public void append(String entry, String lines) throws IOException {
        try {
            Files.writeString(file(entry), lines, StandardOpenOption.APPEND);
        } catch (NoSuchFileException undone) {
            throw new IOException(
                    "note in `" + file(entry) + "`: the entry has been undone and removed", undone);
        }
    }

    /** The entry's text, or none when there is nothing of this kind to undo. */
    public Optional<String> read(String entry) throws IOException {
        try {
            return Optional.of(Files.readString(file(entry)));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        }
    }

    /** What the entry lists has been undone. Idempotent. */
    public void remove(String entry) throws IOException {
        Files.deleteIfExists(file(entry));
    }

    /** Whether anything of it is on the disk. */
    public boolean exists() {
        return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes what needs no undoing: the entries that only tell of the run, and what a death in the
     * middle of a write has left.
     */
    public void forget() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.equals(RUN) || name.equals(STATE) || name.endsWith(UNFINISHED)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException removed) {
            return;
        }
    }

    /** Removes the folder when nothing is left in it; else it stays for {@code recover}. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (java.nio.file.DirectoryNotEmptyException somethingIsLeft) {
            return;
        }
    }
}
