package dev.ballast.launcher.lab;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of the built launcher.jar, as a user would start it. */
public final class LauncherRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
        // What runs in a shell's background has SIGINT ignored, and so have its children.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(as.command());
        command.add(Lab.java());
        command.addAll(Lab.launcherOptions());
        command.addAll(List.of("-jar", Lab.launcherJar().toString()));
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

    /** Runs it to its end, with the environment of {@code as}. */
    public static LauncherRun of(ProcessBuilder as, String... arguments)
            throws IOException, InterruptedException {
        LauncherRun run = start(as, arguments);
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

    /** Where it notes what is to be undone. */
    public Path journal() throws IOException {
        ProcessId process = Proc.host().id(pid());
        JournalRoot root = JournalRoot.of(Credentials.own().uid(), System.getenv());
        return Journal.of(root, process).folder();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(Lab.longer(PATIENCE).toSeconds(), TimeUnit.SECONDS)) {
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

    /** Whether it has said so on stderr. */
    public boolean hasSaid(String words) throws IOException {
        return err().contains(words);
    }

    /** Waits until it has said so on stderr. */
    public void awaitSaid(String words) throws Exception {
        Lab.await("`" + words + "` in " + said(), () -> hasSaid(words) || !isAlive());
        if (!hasSaid(words)) {
            throw new AssertionError("it ended without saying `" + words + "`: " + said());
        }
    }

    public void signal(String name) throws IOException {
        Lab.run("kill", "-" + name, Integer.toString(pid()));
    }

    /** A child of it with this word in its command line. */
    public Optional<Integer> child(String word) throws IOException {
        for (int child : Proc.host().children(pid())) {
            try {
                if (Proc.host().commandLine(child).contains(word)) {
                    return Optional.of(child);
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Sends SIGKILL, at once and to nobody else. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
