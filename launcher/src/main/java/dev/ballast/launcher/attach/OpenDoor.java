package dev.ballast.launcher.attach;

import dev.ballast.agent.page.DoorPage;
import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.FileStatus;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The door of a JVM that was started with {@code -javaagent:agent.jar}. */
final class OpenDoor {
    private static final long POLL_NANOS = 1_000_000;

    private final Proc proc;
    private final TargetJvm target;
    private final DoorPage page;

    private OpenDoor(Proc proc, TargetJvm target, DoorPage page) {
        this.proc = proc;
        this.target = target;
        this.page = page;
    }

    /**
     * The door of a JVM that has one. Runs with the launcher's rights, so it is taken for one only
     * when it is a file without any name of the JVM's own user: nobody can lose anything by it.
     *
     * @throws Refusal when it seems to have one and has not
     */
    static Optional<OpenDoor> find(Proc proc, TargetJvm target) throws IOException {
        if (!target.hasDoor()) {
            return Optional.empty();
        }
        int pid = target.process().pid();
        for (Map.Entry<Integer, String> file : proc.openFiles(pid).entrySet()) {
            if (file.getValue().contains("/" + DoorPage.FILE_NAME)) {
                Optional<OpenDoor> door = open(proc, target, proc.openFile(pid, file.getKey()));
                if (door.isPresent()) {
                    return door;
                }
            }
        }
        throw new Refusal(
                "no door",
                "JVM "
                        + target.name()
                        + " has mapped a file with the name of ballast's agent, and none of its open"
                        + " files is what that agent opens; restart it with this version's agent.jar,"
                        + " or without one. It was not touched");
    }

    private static Optional<OpenDoor> open(Proc proc, TargetJvm target, Path link)
            throws IOException {
        try (Descriptor file = Descriptor.ofFile(link)) {
            FileStatus status = file.status();
            boolean isDoor =
                    status.isRegularFile()
                            && status.links() == 0
                            && status.uid() == target.owner().uid()
                            && status.sizeBytes() == DoorPage.SIZE_BYTES;
            if (!isDoor) {
                return Optional.empty();
            }
            try (FileChannel channel =
                    FileChannel.open(
                            file.reopenPath(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                DoorPage page =
                        new DoorPage(
                                channel.map(
                                        FileChannel.MapMode.READ_WRITE, 0, DoorPage.SIZE_BYTES));
                return page.isOpen()
                        ? Optional.of(new OpenDoor(proc, target, page))
                        : Optional.empty();
            }
        } catch (InternalError truncated) {
            return Optional.empty();
        }
    }

    /** Hands over the folder, and waits until the JVM has taken it. */
    void handOver(String folder, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            long number = page.ask(folder);
            while (page.answered() != number) {
                if (!proc.isAlive(target.process())) {
                    throw new ProcessGone(target.process());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new SocketTimeoutException(
                            "the agent that JVM "
                                    + target.name()
                                    + " was started with does not answer");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (InternalError truncated) {
            throw new IOException(
                    "JVM " + target.name() + " has truncated the page of its agent", truncated);
        }
    }
}
