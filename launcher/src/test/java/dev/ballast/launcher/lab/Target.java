package dev.ballast.launcher.lab;

import dev.ballast.launcher.proc.Proc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A JVM on this host, running one of the target programs. */
public final class Target implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Target(Process process) {
        this.process = process;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it with these JVM options and waits until it says READY. */
    public static Target start(String program, String... options) throws IOException {
        return start(List.of(Lab.java()), program, options);
    }

    /**
     * @param java the command that starts java, which may begin with a wrapper
     */
    public static Target start(List<String> java, String program, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", Lab.targets().toString(), program));
        Target target = new Target(new ProcessBuilder(command).redirectErrorStream(true).start());
        target.awaitLine("READY");
        return target;
    }

    public int pid() {
        return (int) process.pid();
    }

    public String pidText() {
        return Integer.toString(pid());
    }

    public Process process() {
        return process;
    }

    public void awaitLine(String wanted) throws IOException {
        String line;
        do {
            line = output.readLine();
            if (line == null) {
                throw new AssertionError("the target ended without saying " + wanted);
            }
        } while (!line.equals(wanted));
    }

    /** Ends the target and gives what it printed since it was last read. */
    public String endAndRead() throws IOException {
        process.toHandle().destroy(); // unlike the process's own method it leaves the output open
        StringBuilder text = new StringBuilder();
        String line;
        while ((line = output.readLine()) != null) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    public void signal(String name) throws IOException {
        Lab.run("kill", "-" + name, pidText());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long residentBytes() throws IOException {
        return Proc.host().status(pid()).residentBytes().bytes();
    }

    /** The files that it has open, the attach listener's socket left out. */
    public TreeSet<String> openFiles() throws IOException {
        TreeSet<String> files = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Proc.host().path(pid()).resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                files.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        return files;
    }

    /** Ends it by force, so the socket that HotSpot would have removed is removed here. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid()));
    }
}
