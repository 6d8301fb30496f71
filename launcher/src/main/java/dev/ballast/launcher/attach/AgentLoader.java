package dev.ballast.launcher.attach;

import dev.ballast.agent.page.ControlPage;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Brings the agent into a JVM, and leaves no file there. */
public final class AgentLoader {
    /** For the listener's answer; agentmain itself waits at most 2 s for the holder. */
    private static final Duration LOAD_DEADLINE = Duration.ofSeconds(20);

    private static final int NAME_BYTES = 16;

    private final Proc proc;
    private final Journal journal;

    public AgentLoader(Proc proc, Journal journal) {
        this.proc = proc;
        this.journal = journal;
    }

    /** What is written into the page first. */
    public interface Preparation {
        void prepare(MappedByteBuffer page) throws IOException;
    }

    /**
     * Loads the agent and waits until its entry has returned.
     *
     * @param prepare writes into the page before the agent sees it
     * @return the page, mapped; its file has no name any more
     */
    public MappedByteBuffer load(TargetJvm target, byte[] agentJar, Preparation prepare)
            throws IOException {
        byte[] random = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(random);
        String name = ".ballast-" + HexFormat.of().formatHex(random);
        Optional<OpenDoor> door = OpenDoor.find(proc, target);
        try (TargetRoot root = TargetRoot.open(proc, target)) {
            LeftFolder left = LeftFolder.of(proc, target, name);
            left.note(journal);
            MappedByteBuffer page;
            try {
                page =
                        target.owner()
                                .run(
                                        () ->
                                                loadAsOwner(
                                                        target,
                                                        root.tmp(),
                                                        door,
                                                        name,
                                                        agentJar,
                                                        prepare));
            } catch (IOException | RuntimeException failure) {
                removeAfter(failure, left, root);
                throw failure;
            }
            left.remove(root.tmp(), journal);
            return page;
        }
    }

    /** What is to be said is why the agent was not loaded. */
    private void removeAfter(Exception failure, LeftFolder left, TargetRoot root) {
        try {
            left.remove(root.tmp(), journal);
        } catch (IOException leftThere) {
            failure.addSuppressed(leftThere);
        }
    }

    private MappedByteBuffer loadAsOwner(
            TargetJvm target,
            Descriptor tmp,
            Optional<OpenDoor> door,
            String name,
            byte[] agentJar,
            Preparation prepare)
            throws IOException {
        try (PrivateFolder folder = PrivateFolder.create(tmp, TargetRoot.TMP, name)) {
            folder.create(LeftFolder.JAR, agentJar).close();
            MappedByteBuffer page = createPage(folder);
            prepare.prepare(page);
            if (door.isPresent()) {
                door.get().handOver(folder.pathInTarget(), LOAD_DEADLINE);
            } else {
                loadThroughSocket(target, tmp, folder.pathInTarget());
            }
            return page;
        }
    }

    private void loadThroughSocket(TargetJvm target, Descriptor tmp, String folder)
            throws IOException {
        Descriptor socket = new AttachSocket(proc, target, tmp).open();
        try (AttachConnection connection = new AttachConnection(target, socket, LOAD_DEADLINE)) {
            new HotSpot(connection).loadAgent(folder + "/" + LeftFolder.JAR, folder);
        }
    }

    private static MappedByteBuffer createPage(PrivateFolder folder) throws IOException {
        try (Descriptor file = folder.create(LeftFolder.PAGE, new byte[ControlPage.SIZE_BYTES]);
                FileChannel channel =
                        FileChannel.open(
                                file.reopenPath(),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, ControlPage.SIZE_BYTES);
        }
    }
}
