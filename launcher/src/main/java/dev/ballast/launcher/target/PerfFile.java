package dev.ballast.launcher.target;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.FileStatus;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * The open hsperfdata file of a JVM, read again and again. It is read and not mapped: the target
 * can truncate it, and to touch a mapped page that is gone is a signal, and on 17 an error that
 * comes later and anywhere. All of its 32 KiB cost one system call. It stays open when its name is
 * removed, and the JVM goes on writing there.
 */
final class PerfFile implements AutoCloseable {
    private final Proc proc;
    private final TargetJvm target;
    private final FileChannel channel;
    private ByteBuffer bytes;
    private ByteBuffer spare;
    private PerfIndex index = PerfIndex.NONE;

    private PerfFile(Proc proc, TargetJvm target, FileChannel channel, int sizeBytes) {
        this.proc = proc;
        this.target = target;
        this.channel = channel;
        this.bytes = ByteBuffer.allocateDirect(sizeBytes);
        this.spare = ByteBuffer.allocateDirect(sizeBytes);
    }

    /**
     * HotSpot makes it as its own user: another's file is not what it has written.
     *
     * @param path in the target's file system
     */
    static PerfFile open(Proc proc, TargetJvm target, String path) throws IOException {
        try (Descriptor root =
                        Descriptor.ofFolder(proc.path(target.process().pid()).resolve("root"));
                Descriptor file = root.entryInRoot(path)) {
            FileStatus status = file.status();
            if (!status.isRegularFile()
                    || status.uid() != target.owner().uid()
                    || status.sizeBytes() > PerfData.LONGEST_BYTES) {
                throw new IOException(
                        "it is no regular file of user "
                                + target.owner().uid()
                                + " with at most "
                                + PerfData.LONGEST_BYTES
                                + " bytes");
            }
            FileChannel channel = FileChannel.open(file.reopenPath(), StandardOpenOption.READ);
            PerfFile opened = new PerfFile(proc, target, channel, (int) status.sizeBytes());
            opened.checkOpened();
            return opened;
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException failure) {
            if (!proc.isAlive(target.process())) {
                throw new ProcessGone(target.process());
            }
            throw unreadable(target, failure.getMessage(), failure);
        }
    }

    /** That it was this process's root, and that the file is one. */
    private void checkOpened() throws IOException {
        try {
            read();
            checkAlive();
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** What it says now; good until the second reading after this one. */
    PerfData read() throws IOException {
        ByteBuffer next = spare;
        next.clear();
        try {
            while (next.hasRemaining() && channel.read(next, next.position()) >= 0) {
                // what the kernel gives at once is nearly always all of it
            }
        } catch (IOException failure) {
            throw unreadable(target, failure.getMessage(), failure);
        }
        if (next.hasRemaining()) {
            throw unreadable(target, "it has been truncated", null);
        }
        next.flip();
        spare = bytes;
        bytes = next;
        return indexed(next);
    }

    /**
     * @throws ProcessGone when what was read may be what a process had left
     */
    void checkAlive() throws IOException {
        if (!proc.isAlive(target.process())) {
            throw new ProcessGone(target.process());
        }
    }

    private PerfData indexed(ByteBuffer file) throws IOException {
        try {
            if (!index.fits(file)) {
                index = PerfIndex.of(file);
            }
            return new PerfData(index, file);
        } catch (IllegalArgumentException nonsense) {
            throw unreadable(target, nonsense.getMessage(), nonsense);
        }
    }

    static IOException unreadable(TargetJvm target, String reason, Exception cause) {
        return new IOException(
                "read what JVM "
                        + target.name()
                        + " publishes of itself in its hsperfdata file: "
                        + reason
                        + "; its own numbers are not known",
                cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
