package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.lab.Vm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of docs/privileges.md: each command works with exactly these capabilities, and without
 * any one of them it does not, does no harm and says what it lacks.
 */
class PrivilegeIT {
    private static final String IDLE = "java -Xmx64m -cp /targets Idle & wait";

    @BeforeEach
    void needsRootAndItsTools() {
        Lab.needsContainers();
        Lab.needsProgram("setpriv");
    }

    /** Root with these capabilities and no others. */
    private static ProcessBuilder root(List<String> capabilities) {
        String added = capabilities.stream().map(name -> ",+" + name).collect(Collectors.joining());
        return new ProcessBuilder("setpriv", "--bounding-set=-all" + added, "--inh-caps=-all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "list | sys_ptrace dac_read_search setuid setgid | yes | no: user 1000's",
                "attach --container it-privilege --add 32MiB --hold 0 |"
                        + " sys_ptrace dac_read_search setuid setgid | result: held | -",
                "guard --container it-privilege --score 100 --for 1s |"
                        + " sys_ptrace dac_override | result: | Permission denied",
                "attach --container it-privilege --level 50% --hold 0 --fuse 16MiB"
                        + " --avoid-being-killed=100 |"
                        + " sys_ptrace dac_override setuid setgid | result: held | -",
                "victims --container it-privilege | sys_ptrace | next | -",
            })
    void theseCapabilitiesAreEnoughAndNoneTooMany(
            String command, String capabilities, String works, String lacks) throws Exception {
        try (LabContainer container =
                LabContainer.start("it-privilege", List.of("--score", "500"), "sh", "-c", IDLE)) {
            List<String> needed = Arrays.asList(capabilities.strip().split(" "));
            assertWorks(container, root(needed), command, works);
            for (String one : needed) {
                List<String> without = new ArrayList<>(needed);
                without.remove(one);
                boolean isNamed = lacks == null || one.equals("sys_ptrace");
                String named = "CAP_" + one.toUpperCase(Locale.ROOT);
                assertDoesNot(container, root(without), command, works, isNamed ? named : lacks);
            }
        }
    }

    private static void assertWorks(
            LabContainer container, ProcessBuilder as, String command, String works)
            throws Exception {
        try (LauncherRun run = LauncherRun.of(as, command.split(" "))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(said(container, run, command).contains(works), run.said());
        }
    }

    private static void assertDoesNot(
            LabContainer container, ProcessBuilder as, String command, String works, String lacks)
            throws Exception {
        try (LauncherRun run = LauncherRun.of(as, command.split(" "))) {
            String said = said(container, run, command);
            assertEquals(command.equals("list") ? 0 : 1, run.exitCode(), run.said());
            assertFalse(said.contains(works), as.command() + run.said());
            assertTrue(said.contains(lacks), as.command() + run.said());
            assertEquals(List.of(500, 500), List.copyOf(container.scores().values()));
        }
    }

    /** Of a list, what it says of this container, or of those that it does not show. */
    private static String said(LabContainer container, LauncherRun run, String command)
            throws Exception {
        return command.equals("list")
                ? run.out()
                        .lines()
                        .filter(line -> line.contains(container.name()) || line.startsWith("not "))
                        .collect(Collectors.joining("\n"))
                : run.said();
    }

    /** They only know of this user's runs. */
    @ParameterizedTest
    @CsvSource({"status --json,runs", "stop 4194303,nothing to stop", "recover --dry-run,nothing"})
    void whatLooksAtOwnRunsNeedsNoCapability(String command, String words) throws Exception {
        try (LauncherRun run = LauncherRun.of(root(List.of()), command.split(" "))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.said().contains(words), run.said());
        }
    }

    @Test
    void aUserNeedsNothingForAnOwnJvm() throws Exception {
        List<String> asUser =
                List.of("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups");
        List<String> java = new ArrayList<>(asUser);
        java.add(Lab.java());
        try (Target target = Target.start(java, "Idle");
                LauncherRun run =
                        LauncherRun.of(
                                new ProcessBuilder(asUser),
                                "attach",
                                target.pidText(),
                                "--add=32MiB",
                                "--hold=0")) {
            assertEquals(0, run.exitCode(), run.said());
        } finally {
            Files.deleteIfExists(Path.of("/tmp/ballast-12345")); // where that user's journals are
        }
    }

    /** The real thing is in the virtual machine only: elsewhere nobody has CAP_SYS_RESOURCE. */
    @Tag(Vm.ONLY)
    @Test
    void theLowestScoreNeedsSysResource() throws Exception {
        String guard = "guard --container it-privilege --score -1000 --for 1s";
        try (LabContainer container =
                LabContainer.start("it-privilege", List.of(), "sh", "-c", IDLE)) {
            List<String> enough = List.of("sys_ptrace", "dac_override", "sys_resource");
            assertWorks(container, root(enough), guard, "every score is restored");
            List<String> less = List.of("sys_ptrace", "dac_override");
            try (LauncherRun run = LauncherRun.of(root(less), guard.split(" "))) {
                assertEquals(1, run.exitCode(), run.said());
                assertTrue(run.err().contains("CAP_SYS_RESOURCE"), run.said());
            }
        }
    }
}
