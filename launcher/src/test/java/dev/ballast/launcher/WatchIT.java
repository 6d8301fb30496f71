package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who the real OOM killer took, and the rules that end a run early. */
class WatchIT {
    private static final String IDLE = "java -Xmx64m -cp /targets Idle & wait";

    /** The first choice of the OOM killer. */
    private static final String FIRST = "echo 1000 > /proc/self/oom_score_adj; exec ";

    private static LabContainer container(String name, String command) throws Exception {
        Lab.needsContainers();
        return LabContainer.start(name, List.of(), "sh", "-c", command);
    }

    private static LauncherRun attach(LabContainer container, String... options)
            throws IOException {
        return attach(new ProcessBuilder(), container, options);
    }

    private static LauncherRun attach(ProcessBuilder as, LabContainer container, String... options)
            throws IOException {
        String[] words = new String[options.length + 2];
        words[0] = "attach";
        words[1] = Integer.toString(container.jvmPid());
        System.arraycopy(options, 0, words, 2, options.length);
        return LauncherRun.start(as, words);
    }

    /** A tail that reads on without ever finding a line, until the OOM killer takes somebody. */
    private static void fill(LabContainer container, String how) throws IOException {
        Lab.run(
                "sh",
                "-c",
                "runc exec \"$0\" sh -c \"$1\" || true",
                container.name(),
                how + "tail /dev/zero");
    }

    @Test
    void aBystanderThatIsKilledWhileTheTargetLivesIsNamed() throws Exception {
        try (LabContainer container = container("it-bystander", IDLE);
                LauncherRun run = attach(container, "--level=60%", "--hold=10m", "--json=-")) {
            run.awaitSaid("level reached");
            fill(container, FIRST);
            run.signal("TERM");
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(
                    run.err().contains("(tail), a bystander, by the container's limit"),
                    run.said());
            assertTrue(run.err().contains("the kernel's log names it"), run.said());
            assertTrue(run.out().contains("\"who\" : \"bystander\""), run.said());
            assertTrue(run.out().contains("\"CONTAINER\" : 1"), run.said());
            assertTrue(container.pids().contains(container.jvmPid()));
        }
    }

    /** Instead of the log a file that opens for nobody without a terminal. */
    @Test
    void withoutTheKernelsLogTheCountersAndTheRosterTell() throws Exception {
        Lab.needsProgram("unshare");
        ProcessBuilder withoutLog =
                new ProcessBuilder(
                        "setsid",
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind /dev/tty /dev/kmsg && exec \"$@\"",
                        "sh");
        try (LabContainer container = container("it-no-kmsg", IDLE);
                LauncherRun run = attach(withoutLog, container, "--level=60%", "--hold=10m")) {
            run.awaitSaid("level reached");
            fill(container, FIRST);
            run.signal("TERM");
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(run.out().contains("(tail), a bystander"), run.said());
            assertTrue(run.out().contains("it was gone when a kill had been counted"), run.said());
            assertTrue(run.out().contains("the kernel's log could not be read"), run.said());
        }
    }

    @Test
    void theTargetThatIsKilledIsExit3WithTheScope() throws Exception {
        String first = "sh -c '" + FIRST + "java -Xmx64m -cp /targets Idle' & wait";
        try (LabContainer container = container("it-killed", first);
                LauncherRun run = attach(container, "--level=60%", "--hold=10m")) {
            run.awaitSaid("level reached");
            fill(container, "exec ");
            assertEquals(3, run.exitCode(), run.said());
            assertTrue(
                    run.out()
                            .contains(
                                    "(java), the target, by the container's limit (memory cgroup "),
                    run.said());
        }
    }

    @Test
    void aKillBeforeTheRunDoesNotCount() throws Exception {
        try (LabContainer container = container("it-earlier", IDLE)) {
            fill(container, FIRST);
            String counted = Files.readString(container.cgroup().resolve("memory.oom_control"));
            assertTrue(counted.contains("oom_kill 1"), counted);
            try (LauncherRun run =
                    attach(container, "--level=60%", "--hold=10m", "--stop-when=oom-kill")) {
                run.awaitSaid("level reached");
                Lab.run("kill", "-KILL", Integer.toString(container.jvmPid()));
                assertEquals(4, run.exitCode(), run.said());
                assertFalse(run.out().contains("  OOM kill"), run.said());
            }
        }
    }

    @Test
    void theRuleOfOomKillsEndsTheRun() throws Exception {
        try (LabContainer container = container("it-rule", IDLE);
                LauncherRun run =
                        attach(
                                container,
                                "--level=60%",
                                "--hold=10m",
                                "--stop-when=psi-full>99%:1s",
                                "--stop-when=oom-kill")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("only cgroup v2 measures it"), run.said());
            try (LauncherRun second =
                    attach(container, "--level=60%", "--hold=10m", "--stop-when=oom-kill")) {
                second.awaitSaid("level reached");
                fill(container, FIRST);
                assertEquals(6, second.exitCode(), second.said());
                assertTrue(
                        second.out().startsWith("result: stopped by a rule - oom-kill: process"),
                        second.said());
                assertTrue(second.out().contains("given back"), second.said());
                assertTrue(container.pids().contains(container.jvmPid()));
            }
        }
    }

    /** Set so that the run itself breaks it, with room for what else happens on this host. */
    @Test
    void theRuleOfTheHostsMemoryEndsTheRun() throws Exception {
        long availableMiB = Proc.host().hostMemory().available().bytes() >> 20;
        Lab.needsFreeMemory(6L << 30);
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                target.pidText(),
                                "--add=3GiB",
                                "--hold=1m",
                                "--stop-when=free-host<" + (availableMiB - 1024) + "MiB")) {
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: stopped by a rule - free-host<"), run.said());
            assertTrue(run.out().contains("are available"), run.said());
            assertTrue(target.residentBytes() < 200 << 20, "given back");
        }
    }

    @Test
    void aHostWithoutALimitIsProtectedWhenThatIsMeant() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                target.pidText(),
                                "--add=64MiB",
                                "--hold=1s",
                                "--avoid-being-killed=0",
                                "--host",
                                "--stop-when=free-host<0",
                                "--stop-when=psi-full>99%:1s")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.err().contains("only -1000 keeps the OOM killer away"), run.said());
            assertTrue(run.err().contains("stops      when psi-full>99%:1s"), run.said());
        }
    }

    /** The kernel forgets what was touched; the agent touches it again. */
    @Test
    void keepsWhatIsHeldInUse() throws Exception {
        Lab.needsRoot();
        for (boolean isKept : new boolean[] {true, false}) {
            try (Target target = Target.start("Idle");
                    LauncherRun run =
                            LauncherRun.start(
                                    "attach",
                                    target.pidText(),
                                    "--add=256MiB",
                                    "--hold=10m",
                                    isKept ? "--keep-resident" : "--rate=1GiB/s")) {
                run.awaitSaid("level reached");
                Path process = Proc.host().path(target.pid());
                Files.writeString(process.resolve("clear_refs"), "1");
                if (isKept) {
                    Lab.await("all is referenced again", () -> referenced(process) >= 256 << 10);
                } else {
                    assertTrue(referenced(process) < 128 << 10);
                }
                run.signal("TERM");
                assertEquals(6, run.exitCode(), run.said());
            }
        }
    }

    /** Kibibytes that were used since the kernel was asked to forget. */
    private static long referenced(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("smaps_rollup"))) {
            if (line.startsWith("Referenced:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("smaps_rollup has no line Referenced");
    }
}
