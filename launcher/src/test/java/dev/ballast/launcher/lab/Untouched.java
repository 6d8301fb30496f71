package dev.ballast.launcher.lab;

import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A container before a run: what it must look like again after it. */
public record Untouched(
        LabContainer container,
        int jvmPid,
        TreeMap<Integer, Integer> scores,
        TreeSet<String> tmp,
        long residentBytes,
        long sharedBytes,
        long unreclaimableBytes) {
    private static final long MIB = 1 << 20;

    /** The first attach costs a JVM its listener and compiled code, once. */
    private static final long COST_OF_ATTACH = 30 * MIB;

    private static final String MARK = "BALLAST_LAB_RUN";
    private static final String ATTACH_SOCKET = ".java_pid";

    public static Untouched of(LabContainer container) throws IOException {
        int jvm = container.jvmPid();
        return new Untouched(
                container,
                jvm,
                container.scores(),
                container.tmp(),
                Proc.host().status(jvm).residentBytes().bytes(),
                container.sharedBytes(),
                container.unreclaimableBytes());
    }

    /** Marks what is started so, and all that it starts. */
    public static ProcessBuilder marked(ProcessBuilder as, String mark) {
        as.environment().put(MARK, mark);
        return as;
    }

    /** Waits, no longer than the leases, until the effects that need no disk are undone. */
    public void awaitGivenBack(String mark) throws Exception {
        awaitGivenBackBut(0, mark);
    }

    /** The same, though this process, the launcher, still runs. */
    public void awaitGivenBackBut(long running, String mark) throws Exception {
        Lab.await("every score is as it was", () -> container.scores().equals(scores));
        Lab.await(
                "no helper is left", () -> helpers(mark).stream().allMatch(pid -> pid == running));
        Lab.await("no agent is left", () -> !isHeld());
        Lab.await("no page is mapped", () -> !hasPage(jvmPid));
        Lab.await("the fuse is gone", () -> container.sharedBytes() < sharedBytes + MIB);
        Lab.await(
                "the JVM's memory is as it was",
                () ->
                        Proc.host().status(jvmPid).residentBytes().bytes()
                                < residentBytes + COST_OF_ATTACH);
        Lab.await(
                "the container's memory is as it was",
                () -> container.unreclaimableBytes() < unreclaimableBytes + COST_OF_ATTACH);
    }

    /** Whether a control page is mapped into the JVM. */
    public static boolean hasPage(int jvmPid) throws IOException {
        return Proc.host().mappedFiles(jvmPid).stream()
                .anyMatch(file -> file.endsWith("/page (deleted)"));
    }

    /** Whether the agent is there. */
    public boolean isHeld() throws IOException {
        return Proc.host().threads(jvmPid).containsValue("ballast-holder");
    }

    /** What there is of a run at this moment, in words. */
    public String found(String mark) throws IOException {
        long changed =
                container.scores().entrySet().stream()
                        .filter(now -> !now.getValue().equals(scores.get(now.getKey())))
                        .count();
        return String.format(
                "%d scores changed, in /tmp %s, helpers %d, agent %s, JVM %+d MiB, fuse %+d MiB",
                changed,
                newInTmp(),
                helpers(mark).size(),
                isHeld(),
                (Proc.host().status(jvmPid).residentBytes().bytes() - residentBytes) / MIB,
                (container.sharedBytes() - sharedBytes) / MIB);
    }

    /** HotSpot's own socket stays with the JVM. */
    public List<String> newInTmp() throws IOException {
        return container.tmp().stream()
                .filter(name -> !tmp.contains(name) && !name.startsWith(ATTACH_SOCKET))
                .toList();
    }

    /** The processes that carry the mark. */
    public static List<Integer> helpers(String mark) throws IOException {
        return Proc.host().pids().stream().filter(pid -> isMarked(pid, mark)).toList();
    }

    private static boolean isMarked(int pid, String mark) {
        try {
            return mark.equals(Proc.host().environment(pid).get(MARK));
        } catch (IOException gone) {
            return false;
        }
    }
}
