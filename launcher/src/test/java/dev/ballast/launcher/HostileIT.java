package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Hostile;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containers that attack whoever attaches to them. Whatever they do: the launcher ends by itself
 * with a clear message, in a small heap; nothing of the host is touched; no thread dump is asked
 * for where a run is refused; and the target lives.
 */
class HostileIT {
    private static final String IDLE = "java -Xmx64m -cp /targets Idle & wait";

    @TempDir Path journals;
    private Hostile hostile;

    @BeforeEach
    void markAFolderOfTheHost() throws IOException {
        Lab.needsContainers();
        hostile = Hostile.withJournalsIn(journals);
    }

    @AfterEach
    void findTheHostAsItWas() throws IOException {
        hostile.assertHostUntouched();
    }

    @Test
    void aTmpThatIsNoFolderLeadsNowhere(@TempDir Path root) throws Exception {
        for (String what : Hostile.PLANTS) {
            boolean isFolder = what.equals("folder");
            try (Target target = hostile.targetWithTmp(root, what);
                    LauncherRun run = hostile.attach(target.pid())) {
                assertEquals(isFolder ? 0 : 1, run.exitCode(), what + run.said());
                assertTrue(isFolder || run.err().contains("cannot be opened"), what + run.said());
                assertTrue(target.isAlive());
                assertFalse(target.endAndRead().contains("Full thread dump"), run.said());
            }
        }
    }

    /** In the place of the socket: refused before anything is done. */
    @Test
    void nothingButASocketIsTakenForTheAttachSocket() throws Exception {
        try (LabContainer container = container("socket", IDLE)) {
            for (String what : Hostile.PLANTS) {
                Path planted = hostile.plant(container, ".java_pid", what, 1000);
                try (LauncherRun run = hostile.attach(container)) {
                    hostile.assertRefused(run, container, "is not a socket");
                }
                Hostile.remove(planted);
            }
        }
    }

    /** In the place of the trigger, and the target's user may not remove it. */
    @Test
    void aTriggerThatCannotBeMadeIsSaidAndNotFollowed() throws Exception {
        try (LabContainer container = container("trigger", IDLE)) {
            for (String what : Hostile.PLANTS) {
                Path planted = hostile.plant(container, ".attach_pid", what, 0);
                try (LauncherRun run = hostile.attach(container)) {
                    hostile.assertRefused(run, container, "remove what is there");
                }
                Hostile.remove(planted);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"absolute link", "fifo"})
    void aTriggerThatIsInTheWayIsReplacedAndNotFollowed(String what) throws Exception {
        try (LabContainer container = container("replaced", IDLE)) {
            hostile.plant(container, ".attach_pid", what, 1000);
            try (LauncherRun run = hostile.attach(container)) {
                hostile.assertHeld(run, container);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "folder-to-link, 1",
        "page-truncated, 1",
        "page-to-link, 1",
        "trigger-removed, 1",
        "trigger-to-folder, 0"
    })
    void aWatcherThatIsFasterLeadsNowhere(String how, int exitCode) throws Exception {
        String races =
                "java -Xmx64m -cp /targets Races " + how + " " + hostile.marker() + " & wait";
        try (LabContainer container = container("races", races);
                LauncherRun run = hostile.attach(container)) {
            int actual = run.exitCode();
            Lab.await("a race in " + container.log(), () -> container.log().contains("RACED"));
            hostile.assertEndedWell(run, container);
            assertTrue(actual == exitCode || how.startsWith("trigger"), run.said());
            assertTrue(Hostile.dumps(container) <= 1, container.log());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "endlessly, does not end",
        "nothing, closed the connection without an answer",
        "closes, ''",
        "42\\nreturn code: 42\\n, 42",
        "0\\nreturn code: 100\\n, cannot read the agent's jar",
        "\\e]0;owned\\a\\e[2J\\r\\n0\\n, not an answer",
        "0\\n\\e]0;owned\\a\\e[2J\\<gnp\\r\\n, owned"
    })
    void aSocketThatAnswersNonsenseIsNotBelieved(String answer, String words) throws Exception {
        String[] command = {"java", "-Xmx64m", "-cp", "/targets", "Answers", answer};
        try (LabContainer container = LabContainer.start("hostile-answers", List.of(), command);
                LauncherRun run = hostile.attach(container)) {
            hostile.assertRefused(run, container, words);
        }
    }

    /** Both take as long as the launcher waits for an answer: 20 s, at the same time. */
    @Test
    void aSocketThatAnswersLateEndsTheRun() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            for (String how : List.of("never", "slowly")) {
                String answers = "java -Xmx64m -cp /targets Answers " + how + " & wait";
                LabContainer container = container(how, answers);
                open.add(0, container);
                open.add(0, hostile.attach(container));
            }
            for (int i = 0; i < open.size(); i += 2) {
                LauncherRun run = (LauncherRun) open.get(i);
                hostile.assertRefused(run, (LabContainer) open.get(i + 1), "within the deadline");
            }
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
        }
    }

    @Test
    void anotherProcessBehindTheSocketIsToldNothing() throws Exception {
        String both =
                "java -Xmx64m -cp /targets Idle & java -Xmx64m -cp /targets Answers never $! & wait";
        try (LabContainer container = container("behind", both)) {
            Lab.await("both", () -> container.log().split("READY", -1).length == 3);
            try (LauncherRun run = hostile.attach(container)) {
                hostile.assertRefused(run, container, "listens on the attach socket");
                assertFalse(container.log().contains("RECEIVED"), container.log());
            }
        }
    }

    /** Fifteen bytes, which the kernel prints as they are, and words of any length. */
    @Test
    void aNameMakesNoOtherUserOfTheTarget() throws Exception {
        String command =
                "ln -s $(readlink -f $(command -v java)) \"/tmp/$(printf 'x\\rUid:\\t0\\t0')\";"
                        + " long=$(head -c 120000 /dev/zero | tr '\\0' x);"
                        + " (exec -a java /tmp/x* -Xmx64m \"-Da=$(printf '\\033]0;owned\\007\\n')\""
                        + " -Db=$long -Dc=$long -Dd=$long -De=$long -Df=$long -Dg=$long -Dh=$long"
                        + " -cp /targets Idle) & wait";
        String[] bash = {"bash", "-c", command};
        try (LabContainer container = LabContainer.start("hostile-name", List.of(), bash);
                LauncherRun run = hostile.attach(container)) {
            hostile.assertHeld(run, container);
        }
    }

    @Test
    void aThreadThatIsNamedAsTheAgentsIsNoObstacle() throws Exception {
        String named = "java -Xmx64m -cp /targets Named ballast-holder & wait";
        try (LabContainer container = container("thread", named);
                LauncherRun run = hostile.attach(container)) {
            hostile.assertHeld(run, container);
        }
    }

    /** Some 200 MB of /proc/<pid>/maps. */
    @Test
    void fiftyThousandMappingsAreReadInASmallHeap() throws Exception {
        try (LabContainer container = container("maps", "java -Xmx64m -cp /targets Maps & wait");
                LauncherRun run = hostile.attach(container)) {
            hostile.assertHeld(run, container);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "zeros", "sizes", "state", "error"})
    void aPageThatIsChangedEndsTheRunAndNotTheLauncher(String how) throws Exception {
        try (LabContainer container = container("page", IDLE);
                LauncherRun run = hostile.hold(container)) {
            var scores = container.scores();
            while (run.isAlive()) {
                hostile.spoilPage(container, how);
            }
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("agent"), run.said());
            hostile.assertEndedWell(run, container);
            assertEquals(scores, container.scores());
            Lab.await("no agent is left", () -> !Hostile.isHeld(container));
        }
    }

    /** The locale is that of a unit or a cron job: it has no path for what is not ASCII. */
    @ParameterizedTest
    @CsvSource({
        "\u00fc, 1",
        "'a\r9:memory:', 0",
        "'\033]0;owned\007', 0",
        "'a:b  (deleted)', 0",
    })
    void theNameOfACgroupIsNobodyElsesError(String name, int exitCode) throws Exception {
        try (LabContainer container = container("cgroup", IDLE)) {
            Path group = Files.createDirectory(container.cgroup().resolve(name));
            String jvm = Integer.toString(container.jvmPid());
            for (int pid : container.pids()) {
                Files.writeString(group.resolve("cgroup.procs"), Integer.toString(pid));
            }
            try (LauncherRun run =
                    LauncherRun.of(inAscii(), "guard", "--container", "hostile-none")) {
                assertEquals(1, run.exitCode(), run.said());
                assertTrue(run.err().contains("no process fits"), run.said());
            }
            try (LauncherRun run =
                    LauncherRun.of(inAscii(), "attach", jvm, "--add=8MiB", "--hold=0")) {
                assertEquals(exitCode, run.exitCode(), run.said());
                assertTrue(exitCode == 0 || run.err().contains("not mounted here"), run.said());
                Hostile.assertPrintable(run);
            }
        }
    }

    /** While it looks at three hundred who sleep, there are new ones each time. */
    @Test
    void aGuardBeginsAndEndsThoughTheContainerForksAllTheTime() throws Exception {
        String forks =
                "for i in $(seq 300); do sleep 1000 & done;"
                        + " (while :; do sleep 0.3 & done) & echo READY; wait";
        try (LabContainer container = protectable("forks", forks);
                LauncherRun run = hostile.guard(container)) {
            run.awaitSaid("OOM score 100 set on");
            run.signal("TERM");
            assertEquals(0, run.exitCode(), run.said());
            assertFalse(container.scores().containsValue(100), run.said());
            hostile.assertEndedWell(run, container);
        }
    }

    @Test
    void aChainOfChildrenIsProtectedAndRestored() throws Exception {
        String chain =
                "c() { if [ $1 -gt 0 ]; then (c $(($1 - 1))); else echo READY; sleep 1000; fi; };"
                        + " c 300; :";
        try (LabContainer container = protectable("chain", chain);
                LauncherRun run = hostile.guard(container)) {
            run.awaitSaid("OOM score 100 set on");
            assertEquals(List.of(100), container.scores().values().stream().distinct().toList());
            run.signal("TERM");
            assertEquals(0, run.exitCode(), run.said());
            assertEquals(List.of(500), container.scores().values().stream().distinct().toList());
            hostile.assertEndedWell(run, container);
        }
    }

    @Test
    void aListOfVictimsHoldsNoControlCharacters() throws Exception {
        String named = "ln -s $(command -v sleep) \"/tmp/$(printf 'x)\\n\\033[2J\\rR 1')\"";
        try (LabContainer container =
                        container("victims", named + "; /tmp/x* 1000 & echo READY; wait");
                LauncherRun run =
                        LauncherRun.of(
                                "victims", Integer.toString(container.firstPid()), "--top=1000")) {
            assertEquals(0, run.exitCode(), run.said());
            Hostile.assertPrintable(run);
            assertTrue(run.out().contains("[2J"), run.said());
        }
    }

    private static ProcessBuilder inAscii() {
        ProcessBuilder as = new ProcessBuilder();
        as.environment().put("LC_ALL", "C");
        return as;
    }

    private static LabContainer protectable(String name, String shell) throws Exception {
        List<String> options = List.of("--score", "500");
        return LabContainer.start("hostile-" + name, options, "sh", "-c", shell);
    }

    private static LabContainer container(String name, String shell) throws Exception {
        return LabContainer.start("hostile-" + name, List.of(), "sh", "-c", shell);
    }
}
