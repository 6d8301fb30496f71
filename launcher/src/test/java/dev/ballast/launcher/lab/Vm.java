package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The virtual machine of lab/vm as it can be booted, and one run of test cases in it. */
public enum Vm {
    CGROUP_V1("plain", "v1", Set.of(Vm.ALSO, Vm.ONLY)),
    CGROUP_V2("plain", "v2", Set.of(Vm.ALSO, Vm.ONLY, Vm.ONLY_V2)),
    WITH_ENGINES("engines", "v2", Set.of(Vm.ENGINES));

    /** Marks what runs here and in the machine with the cgroup version that this host has not. */
    public static final String ALSO = "vm";

    /** Marks what runs in the machine only: it needs what a host that is shared does not give. */
    public static final String ONLY = "vm-only";

    /** The same, with cgroup v2 only. */
    public static final String ONLY_V2 = "vm-only-v2";

    /** Marks what runs only in the machine that has container engines. */
    public static final String ENGINES = "vm-engines";

    private static final int LIMIT_SECONDS = 2700;
    private static final int MOST_BOOTS = 3;
    private static final int TAIL_LINES = 100;

    private final String image;
    private final String cgroup;
    private final Set<String> tags;

    /**
     * @param image a variant of lab/vm/image
     * @param cgroup v1 or v2
     * @param tags of the cases that it is for
     */
    Vm(String image, String cgroup, Set<String> tags) {
        this.image = image;
        this.cgroup = cgroup;
        this.tags = tags;
    }

    /** Whether cases with this tag run in it. */
    public boolean runs(String tag) {
        return tags.contains(tag) && !(tag.equals(ALSO) && cgroup.equals(cgroupHere()));
    }

    /** A host of version 1 may have version 2 beside it, then without the memory controller. */
    private static String cgroupHere() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? "v2" : "v1";
    }

    /** Skips the test, naming what is missing, where the machine cannot be built and booted. */
    public static void needed() {
        Lab.needsRoot();
        for (String program :
                List.of("qemu-system-x86_64", "mmdebstrap", "mke2fs", "debugfs", "javac")) {
            Lab.needsProgram(program);
        }
    }

    /**
     * Boots it, runs the cases and powers it off. What it said stays below {@code folder}.
     *
     * <p>A case in which a JVM crashed tells of the emulator, not of ballast (lab/vm/boot says
     * why), so it is repeated, in a machine of its own.
     *
     * @param cases as lab/vm/suite takes them
     * @return the report of every case that ran
     */
    public List<VmCase> run(List<String> cases, Path folder) throws Exception {
        Path own = folder.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'));
        List<VmCase> reports = new ArrayList<>();
        List<String> left = cases;
        for (int boot = 1; !left.isEmpty(); boot++) {
            List<VmCase> reported = boot(left, own.resolve("boot-" + boot));
            List<String> crashed = boot == MOST_BOOTS ? List.of() : crashed(left, reported);
            reported.stream()
                    .filter(report -> crashed.stream().noneMatch(report::isAskedForBy))
                    .forEach(reports::add);
            left = crashed;
        }
        return reports;
    }

    /** All of them when it was JUnit's own JVM. */
    private static List<String> crashed(List<String> cases, List<VmCase> reported) {
        return reported.isEmpty()
                ? cases
                : cases.stream()
                        .filter(
                                selector ->
                                        reported.stream()
                                                .filter(VmCase::hasMetACrash)
                                                .anyMatch(report -> report.isAskedForBy(selector)))
                        .toList();
    }

    /** No reports at all mean that JUnit's own JVM has crashed. */
    private List<VmCase> boot(List<String> cases, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path report = folder.resolve("TEST-junit-jupiter.xml");
        Files.deleteIfExists(report);
        Path output = folder.resolve("output.log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Lab.script("vm/run").toString(),
                                "--image",
                                image,
                                "--cgroup",
                                cgroup,
                                "--limit",
                                Integer.toString(LIMIT_SECONDS),
                                "--results",
                                folder.toString(),
                                Lab.script("vm/suite").toString()));
        command.addAll(cases);
        int exitCode =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        List<VmCase> reports = Files.exists(report) ? VmCase.read(report) : List.of();
        boolean explained = exitCode == 0 || reports.stream().anyMatch(VmCase::hasFailed);
        boolean hasCrashed = reports.isEmpty() && Files.readString(output).contains(VmCase.CRASH);
        if (!hasCrashed && (reports.isEmpty() || !explained)) {
            throw new AssertionError(
                    "the machine ended with exit code " + exitCode + ": " + tail(output));
        }
        return reports;
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
