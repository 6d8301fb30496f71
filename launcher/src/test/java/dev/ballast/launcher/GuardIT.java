package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protection of a process tree on this host, and that every score comes back. */
class GuardIT {
    @Tag(Vm.ALSO)
    @ParameterizedTest
    @ValueSource(strings = {"choom", "direct"})
    void setsTheWholeTreeAndRestoresEachOwnScore(String by) throws Exception {
        Lab.needsProgram("choom");
        try (Target target = forks()) {
            raise(anyGrandchild(target), 700);
            TreeMap<Long, Integer> before = scores(target);
            try (LauncherRun run =
                    LauncherRun.start(
                            "guard", target.pidText(), "--score", "300", "--scores-by", by)) {
                run.awaitSaid("Ctrl-C ends it");
                assertEquals(List.of(300), scores(target).values().stream().distinct().toList());
                fork(target);
                assertEquals(List.of(300), scores(target).values().stream().distinct().toList());
                run.signal("INT");
                assertEquals(0, run.exitCode(), run.said());
            }
            TreeMap<Long, Integer> after = scores(target);
            before.forEach((pid, score) -> assertEquals(score, after.get(pid)));
            assertEquals(before.size() + 2, after.size(), "a shell and its sleep are new");
            assertTrue(!after.containsValue(300), "left: " + after);
        }
    }

    @Test
    void endsByItselfAfterTheTimeGiven() throws Exception {
        Lab.needsProgram("choom");
        try (Target target = forks();
                LauncherRun run =
                        LauncherRun.of(
                                "guard", target.pidText(), "--score", "300", "--for", "1s")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("every score is restored (7 at 500)"), run.said());
        }
    }

    @Tag(Vm.ALSO)
    @Test
    void aScoreThatTheKernelWouldRefuseIsRefusedWithTheLowestPossible() throws Exception {
        Lab.needsRoot();
        Lab.needsProgram("setpriv");
        ProcessBuilder withoutTheCapability =
                new ProcessBuilder("setpriv", "--bounding-set=-sys_resource");
        try (Target target = forks();
                LauncherRun run =
                        LauncherRun.start(withoutTheCapability, "guard", target.pidText())) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("CAP_SYS_RESOURCE"), run.said());
            assertTrue(run.err().contains("the lowest score possible here is "), run.said());
            assertEquals(List.of(500), scores(target).values().stream().distinct().toList());
        }
    }

    /** Each would take the other's score for an original, and the last to end would restore it. */
    @Test
    void aSecondProtectionOfTheSameProcessesIsRefused() throws Exception {
        try (Target target = forks();
                LauncherRun first =
                        LauncherRun.start("guard", target.pidText(), "--score", "300")) {
            first.awaitSaid("Ctrl-C ends it");
            try (LauncherRun second =
                    LauncherRun.of("guard", target.pidText(), "--score", "200", "--for", "1s")) {
                assertEquals(1, second.exitCode(), second.said());
                assertTrue(
                        second.err()
                                .contains("already protected by the run of process " + first.pid()),
                        second.said());
            }
            assertEquals(List.of(300), scores(target).values().stream().distinct().toList());
            first.signal("TERM");
            assertEquals(0, first.exitCode(), first.said());
            assertEquals(List.of(500), scores(target).values().stream().distinct().toList());
        }
    }

    @Test
    void aKernelThreadIsRefused() throws Exception {
        Lab.needsRoot();
        try (LauncherRun run = LauncherRun.of("guard", "2", "--score", "100", "--for", "1s")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(
                    run.err().contains("kernel thread") || run.err().contains("no process"),
                    run.said());
        }
    }

    private static Target forks() throws Exception {
        Target target =
                Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "Forks", "-Xmx64m");
        Lab.await("three shells with a sleep each", () -> scores(target).size() == 7);
        return target;
    }

    private static void fork(Target target) throws Exception {
        int before = scores(target).size();
        target.process().getOutputStream().write('\n');
        target.process().getOutputStream().flush();
        Lab.await("a shell with its sleep", () -> scores(target).size() == before + 2);
    }

    private static long anyGrandchild(Target target) {
        return target.process()
                .descendants()
                .filter(process -> process.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static void raise(long pid, int score) throws IOException {
        Lab.run("choom", "-p", Long.toString(pid), "-n", Integer.toString(score));
    }

    private static TreeMap<Long, Integer> scores(Target target) throws IOException {
        TreeMap<Long, Integer> scores = new TreeMap<>();
        scores.put((long) target.pid(), Proc.host().oomScoreAdj(target.pid()));
        for (ProcessHandle process : target.process().descendants().toList()) {
            scores.put(process.pid(), Proc.host().oomScoreAdj((int) process.pid()));
        }
        return scores;
    }
}
