package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Vm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The level of a pressure: of the heap, and, where the kernel measures it, of the container. */
class PressureIT {
    private static final int MIB = 1 << 20;
    private static final Pattern LEVEL = Pattern.compile("\\(wanted \\S+\\) at ([\\d.]+) % of the");

    @BeforeAll
    static void needsContainers() {
        Lab.needsContainers();
    }

    /** The level that it took, in percent; the pressure was there, or the exit code is another. */
    private static double seek(LabContainer container, String pressure, String... options)
            throws Exception {
        List<String> words = new ArrayList<>();
        words.add("attach");
        words.add(Integer.toString(container.jvmPid()));
        words.add("--pressure=" + pressure);
        words.add("--hold=15s");
        words.addAll(List.of(options));
        try (LauncherRun run = LauncherRun.of(words.toArray(String[]::new))) {
            assertEquals(0, run.exitCode(), run.said());
            Matcher level = LEVEL.matcher(run.out());
            assertTrue(level.find(), run.said());
            return Double.parseDouble(level.group(1));
        }
    }

    /** Three quarters of the heap are the application's. */
    @Test
    void findsTheLevelOfTheHeapAtWhichTheJvmCollects() throws Exception {
        try (LabContainer container =
                LabContainer.start(
                        "pressure",
                        List.of("--memory", "512M"),
                        "/etc/alternatives/java",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        "/targets",
                        "Moves",
                        "70",
                        "70")) {
            double level = seek(container, "gc-time=10%", "--area=churn=400MiB/s");
            assertTrue(level > 65 && level <= 95, "at " + level);
        }
    }

    @Test
    void saysWhenTheHighestLevelIsNotEnough() throws Exception {
        try (LabContainer container =
                        LabContainer.start(
                                "pressure",
                                List.of("--memory", "512M"),
                                "/etc/alternatives/java",
                                "-Xmx64m",
                                "-cp",
                                "/targets",
                                "Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                Integer.toString(container.jvmPid()),
                                "--pressure=gc-time=50%",
                                "--at-most=20%",
                                "--hold=1s")) {
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("the pressure was not there: gc-time 0."), run.said());
        }
    }

    /**
     * One that nobody has in memory, so that the first who reads it is charged; /tmp may be one.
     */
    private static Path fileOnDisk(int bytes) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "pressure");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        Lab.run("sync");
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
        return folder;
    }

    /** What it reads again and again no longer fits beside a level of some 60 %. */
    @Test
    @Tag(Vm.ONLY_V2)
    void findsTheLevelAtWhichTasksWaitForMemory() throws Exception {
        Path folder = fileOnDisk(36 * MIB);
        try (LabContainer container =
                LabContainer.start(
                        "pressure",
                        List.of("--memory", "96M", "--mount", folder + ":/data"),
                        "/etc/alternatives/java",
                        "-Xmx32m",
                        "-cp",
                        "/targets",
                        "Rereads",
                        "/data/file")) {
            double level = seek(container, "psi-some=15%");
            assertTrue(level > 45 && level < 90, "at " + level);
        }
    }

    @Test
    void refusesWhatCannotBeMeasuredOrIsNoPressure() throws Exception {
        String[][] wrong = {
            {"--pressure=psi=20%", "is no pressure"},
            {"--pressure=psi-some=20", "not a percentage"},
            {"--pressure=psi-some=20% --level=80%", "its own level"},
            {"--pressure=psi-some=20% --at-most=5MiB", "percentage"},
            {"--pressure=psi-some=20% --area=native=80%", "its own level"},
            {"--pressure=gc-time=20% --area=heap=50%", "once only"},
            {"--pressure=gc-time=20% --at-most=99%", "at most 97"},
            {"--at-most=90% --level=80%", "for --pressure"},
        };
        for (String[] option : wrong) {
            try (LauncherRun run = LauncherRun.of(("attach 1 " + option[0]).split(" "))) {
                assertEquals(2, run.exitCode(), run.said());
                assertTrue(run.err().contains(option[1]), run.err());
            }
        }
    }
}
