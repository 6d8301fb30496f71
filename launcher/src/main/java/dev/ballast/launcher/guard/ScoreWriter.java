package dev.ballast.launcher.guard;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.restore.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Changes one process's score and proves it: identity before and after, and the score read back.
 */
public final class ScoreWriter {
    /** The two ways, with the same meaning to the kernel. */
    public enum By {
        /** The tool of util-linux. */
        CHOOM,
        /** A write to {@code /proc/<pid>/oom_score_adj}. */
        DIRECT
    }

    private static final long CHOOM_DEADLINE_SECONDS = 10;

    private final Proc proc;
    private final By by;

    public ScoreWriter(Proc proc, By by) {
        this.proc = proc;
        this.by = by;
    }

    public static boolean isChoomInstalled() {
        return Programs.onPath("choom").isPresent();
    }

    public By by() {
        return by;
    }

    /**
     * @throws ProcessGone when it has exited, or its number is another process's by now
     * @throws IOException when the kernel refused, or the score is not there afterwards
     */
    public void write(ProcessId process, OomScoreAdj score) throws IOException {
        int readBack =
                by == By.CHOOM
                        ? choom(process, score)
                        : proc.writeOomScoreAdj(process, score.value());
        if (readBack != score.value()) {
            throw new IOException(
                    "set the OOM score of process "
                            + process
                            + " to "
                            + score
                            + ": it reads "
                            + readBack);
        }
    }

    private void checkIdentity(ProcessId process) throws IOException {
        if (!proc.id(process.pid()).equals(process)) {
            throw new ProcessGone(process);
        }
    }

    private int choom(ProcessId process, OomScoreAdj score) throws IOException {
        checkIdentity(process);
        runChoom(process, score);
        int readBack = proc.oomScoreAdj(process.pid());
        checkIdentity(process);
        return readBack;
    }

    private void runChoom(ProcessId process, OomScoreAdj score) throws IOException {
        Process choom =
                new ProcessBuilder("choom", "-p", process.toString(), "-n", score.toString())
                        .redirectErrorStream(true)
                        .start();
        choom.getOutputStream().close();
        try (InputStream output = choom.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!choom.waitFor(CHOOM_DEADLINE_SECONDS, TimeUnit.SECONDS)
                    || choom.exitValue() != 0) {
                checkIdentity(process);
                throw new IOException("choom -p " + process + " -n " + score + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while choom ran", interrupted);
        }
    }
}
