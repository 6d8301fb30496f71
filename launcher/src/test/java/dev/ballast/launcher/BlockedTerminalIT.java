package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.lab.HeldContainer;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.Untouched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal, or a pipe, that takes nothing any more stands still alone: the run goes on. */
class BlockedTerminalIT {
    private static final String NAME = "it-blocked";
    private static final double LEVEL_BYTES = 0.8 * HeldContainer.LIMIT_BYTES;

    /** A line is written more often than that. */
    private static final Duration UNTIL_A_LINE_IS_DUE = Duration.ofSeconds(4);

    @TempDir private Path folder;

    @Test
    void theLevelIsHeldAndEverythingIsGivenBackThoughNobodyReadsStderr() throws Exception {
        Lab.needsContainers();
        Path pipe = folder.resolve("stderr");
        Lab.run("mkfifo", pipe.toString());
        Process end = new ProcessBuilder("sh", "-c", "exec sleep 600 0<>" + pipe).start();
        try (LabContainer container =
                LabContainer.start(
                        NAME,
                        List.of("--score", "500"),
                        "sh",
                        "-c",
                        "java -Xmx300m -cp /targets Idle & wait")) {
            Untouched before = Untouched.of(container);
            Process run = start(before.jvmPid(), pipe);
            try {
                Lab.await("the level", () -> isHeld(container));
                Lab.run("sh", "-c", "dd if=/dev/zero of=" + pipe + " oflag=nonblock bs=4k; true");
                HeldContainer.pass(UNTIL_A_LINE_IS_DUE);
                String take = "head -c 40M /dev/zero > /tmp/room";
                Lab.run("runc", "exec", NAME, "sh", "-c", take);
                Lab.await("the level again", () -> isHeld(container));
                Lab.run("runc", "exec", NAME, "rm", "/tmp/room");
                before.awaitGivenBackBut(run.pid(), NAME);
                Lab.run("sh", "-c", "timeout 5 cat < " + pipe + " > /dev/null; true");
                assertEquals(true, run.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, run.exitValue());
            } finally {
                run.destroyForcibly();
            }
        } finally {
            end.destroyForcibly();
        }
    }

    private Process start(int jvm, Path stderr) throws Exception {
        ProcessBuilder as = Untouched.marked(Lab.alone(folder), NAME);
        List<String> command = new ArrayList<>(as.command());
        command.addAll(List.of(Lab.java(), "-jar", Lab.launcherJar().toString(), "attach"));
        command.addAll(List.of(Integer.toString(jvm), "--level=80%", Lab.hold(12)));
        command.add("--avoid-being-killed=100");
        return as.command(command)
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(stderr.toFile())
                .start();
    }

    private static boolean isHeld(LabContainer container) throws Exception {
        double error = container.unreclaimableBytes() - LEVEL_BYTES;
        return Math.abs(error) < 0.01 * HeldContainer.LIMIT_BYTES;
    }
}
