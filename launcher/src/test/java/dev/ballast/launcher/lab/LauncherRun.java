package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the built launcher.jar, as a user would start it. */
public final class LauncherRun implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private LauncherRun(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it in the background. */
    public static LauncherRun start(String... arguments) throws IOException {
        return start(new ProcessBuilder(), arguments);
    }

    /** With the environment of {@code as}. */
    public static LauncherRun start(ProcessBuilder as, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(as.command());
        command.addAll(List.of(Lab.java(), "-jar", Lab.launcherJar().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("launcher", ".out");
        Path err = Files.createTempFile("launcher", ".err");
        Process process =
                as.command(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        return new LauncherRun(process, out, err);
    }

    /** Runs it to its end. */
    public static LauncherRun of(String... arguments) throws IOException, InterruptedException {
        LauncherRun run = start(arguments);
        run.exitCode();
        return run;
    }

    /** A run against the target that has reached so much more memory and holds it until stopped. */
    public static LauncherRun holding(Target target, String size) throws Exception {
        LauncherRun run = start("attach", target.pidText(), "--add", size, "--hold", "10m");
        run.awaitSaid("level reached");
        return run;
    }

    public int pid() {
        return (int) process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher does not end");
        }
        return process.exitValue();
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Both outputs, for the message of a failed assertion. */
    public String said() throws IOException {
        return "exit " + (isAlive() ? "-" : process.exitValue()) + "\n" + out() + err();
    }

    /** Waits until it has said so on stderr. */
    public void awaitSaid(String words) throws Exception {
        Lab.await("`" + words + "` in " + said(), () -> err().contains(words) || !isAlive());
        if (!err().contains(words)) {
            throw new AssertionError("it ended without saying `" + words + "`: " + said());
        }
    }

    public void signal(String name) throws IOException {
        Lab.run("kill", "-" + name, Integer.toString(pid()));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
