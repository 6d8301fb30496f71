package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A container in which a launcher holds a level, with a protection at score 100 and a relief fuse;
 * deleted when it is closed. What the launcher has said is kept in {@code target/events.txt}.
 */
public final class HeldContainer implements AutoCloseable {
    public static final long LIMIT_BYTES = 512L << 20;

    private final LabContainer container;
    private final Untouched before;
    private final LauncherRun run;

    private HeldContainer(LabContainer container, Untouched before, LauncherRun run) {
        this.container = container;
        this.before = before;
        this.run = run;
    }

    /** Runs a JVM that does nothing. */
    public static HeldContainer start(String name, Path journals, String... options)
            throws Exception {
        String idle = "java -Xmx300m -cp /targets Idle & wait";
        HeldContainer held = begin(name, idle, journals, options);
        held.run.awaitSaid("level reached");
        return held;
    }

    /**
     * Begins a run and does not wait for its level.
     *
     * @param shell the container's first process
     */
    public static HeldContainer begin(String name, String shell, Path journals, String... options)
            throws Exception {
        Lab.needsContainers();
        LabContainer container =
                LabContainer.start(name, List.of("--score", "500"), "sh", "-c", shell);
        try {
            Untouched before = Untouched.of(container);
            List<String> words = new ArrayList<>();
            words.addAll(List.of("attach", Integer.toString(before.jvmPid())));
            words.addAll(List.of("--avoid-being-killed=100", "--timeout=3m"));
            words.addAll(List.of(options));
            ProcessBuilder as = Untouched.marked(Lab.alone(journals), name);
            return new HeldContainer(
                    container, before, LauncherRun.start(as, words.toArray(String[]::new)));
        } catch (Exception | Error failure) {
            container.close();
            throw failure;
        }
    }

    public LabContainer container() {
        return container;
    }

    public LauncherRun run() {
        return run;
    }

    public Untouched before() {
        return before;
    }

    public void signalJvm(String name) throws IOException {
        Lab.run("kill", "-" + name, Integer.toString(before.jvmPid()));
    }

    /** Whether the use is within 1 % of the limit of this size. */
    public boolean isAt(double bytes) throws IOException {
        return Math.abs(container.unreclaimableBytes() - bytes) <= 0.01 * LIMIT_BYTES;
    }

    /** Fails unless it ends so, saying all of these; then waits until nothing of it is left. */
    public void assertEndsAndLeavesNothing(int exitCode, String... words) throws Exception {
        assertEnds(exitCode, words);
        before.awaitGivenBack(container.name());
    }

    public void assertEnds(int exitCode, String... words) throws Exception {
        int actual = run.exitCode();
        for (String word : words) {
            if (!run.out().contains(word)) {
                throw new AssertionError("`" + word + "` is not in " + run.said());
            }
        }
        if (actual != exitCode) {
            throw new AssertionError("exit code " + exitCode + " was expected: " + run.said());
        }
    }

    /** For as long as something is to last. */
    public static void pass(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Lab.await(time + " pass", () -> System.nanoTime() > end);
    }

    @Override
    public void close() throws IOException {
        Files.writeString(
                Lab.launcherJar().resolveSibling("events.txt"),
                "--- " + container.name() + "\n" + run.said() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        run.close();
        container.close();
    }
}
