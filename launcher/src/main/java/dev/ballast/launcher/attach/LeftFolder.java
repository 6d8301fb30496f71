package dev.ballast.launcher.attach;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.Errno;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The journal's entry about the files in a target's {@code /tmp}, the private folder and the attach
 * trigger, and their removal when the launcher died between making and removing them.
 *
 * @param process a process whose root the folder is in
 * @param inOwnMounts whether it is in the launcher's own mount namespace, where it outlives the
 *     target
 * @param trigger the name of the file that asks the target for its attach listener
 */
public record LeftFolder(
        ProcessId process, Credentials owner, boolean inOwnMounts, String name, String trigger) {
    static final String JAR = "agent.jar";
    static final String PAGE = "page";

    private static final String ENTRY = "folder";

    static LeftFolder of(Proc proc, TargetJvm target, String name) throws IOException {
        int own = (int) ProcessHandle.current().pid();
        boolean inOwnMounts =
                proc.namespace(target.process().pid(), "mnt").equals(proc.namespace(own, "mnt"));
        return new LeftFolder(
                target.process(), target.owner(), inOwnMounts, name, AttachSocket.trigger(target));
    }

    /** What a run has noted, if it has. */
    public static Optional<LeftFolder> in(Journal journal) throws IOException {
        Optional<String> text = journal.read(ENTRY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text.get()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unexpected) {
            throw new IOException(
                    "`" + journal.file(ENTRY) + "` is damaged: " + text.get(), unexpected);
        }
    }

    /** For example {@code 4711 1234567 1000 1000 false .ballast-0123abcd .attach_pid7}. */
    static LeftFolder parse(String text) {
        String[] words = text.strip().split(" ");
        return new LeftFolder(
                new ProcessId(Integer.parseInt(words[0]), Long.parseLong(words[1])),
                new Credentials(Integer.parseInt(words[2]), Integer.parseInt(words[3])),
                Boolean.parseBoolean(words[4]),
                words[5],
                words[6]);
    }

    void note(Journal journal) throws IOException {
        journal.write(
                ENTRY,
                String.join(
                                " ",
                                Integer.toString(process.pid()),
                                Long.toString(process.startTicks()),
                                Integer.toString(owner.uid()),
                                Integer.toString(owner.gid()),
                                Boolean.toString(inOwnMounts),
                                name,
                                trigger)
                        + "\n");
    }

    /**
     * Removes the files if they are still there; with its last process a container's file system is
     * gone.
     */
    public void remove(Proc proc, Journal journal) throws IOException {
        boolean isAlive = proc.isAlive(process);
        if (isAlive || inOwnMounts) {
            Path root = isAlive ? proc.path(process.pid()).resolve("root") : Path.of("/");
            try (Descriptor rootFolder = Descriptor.ofFolder(root);
                    Descriptor tmp = rootFolder.folderInRoot("tmp")) {
                if (isAlive && !proc.isAlive(process)) {
                    throw new ProcessGone(process); // that may be a later one's root
                }
                remove(tmp, journal);
            }
        }
        journal.remove(ENTRY);
    }

    /** Removes what is still there of them, then the journal's entry. */
    void remove(Descriptor tmp, Journal journal) throws IOException {
        owner.run(() -> removeFrom(tmp));
        journal.remove(ENTRY);
    }

    private Void removeFrom(Descriptor tmp) throws IOException {
        AttachSocket.removeTrigger(tmp, trigger);
        try (Descriptor folder = tmp.folder(name)) {
            removeIfOurs(folder, JAR);
            removeIfOurs(folder, PAGE);
            tmp.removeFolder(name);
        } catch (Errno failure) {
            if (!isOfSomebodyElse(failure)) {
                throw failure;
            }
        }
        return null;
    }

    private static void removeIfOurs(Descriptor folder, String file) throws IOException {
        try {
            folder.removeFile(file);
        } catch (Errno failure) {
            if (!isOfSomebodyElse(failure)) {
                throw failure;
            }
        }
    }

    /**
     * Gone, or another kind of thing than we had made, or with something in it that we had not:
     * then it stays, and is no reason to look for it again and again.
     */
    private static boolean isOfSomebodyElse(Errno failure) {
        return failure.is(Errno.ENOENT)
                || failure.is(Errno.EISDIR)
                || failure.is(Errno.ENOTDIR)
                || failure.is(Errno.ELOOP)
                || failure.is(Errno.ENOTEMPTY);
    }
}
