package dev.ballast.launcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of /dev/kmsg. */
class KernelOomTest {
    /** From a 6.18 kernel, of a container that was full. */
    static final String CAUSE =
            "6,970,2118121797,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),"
                    + "cpuset=it-victims,mems_allowed=0,oom_memcg=/process_api/65b5/it-victims,"
                    + "task_memcg=/process_api/65b5/it-victims,task=java,pid=27077,uid=1000\n";

    static final String KILL =
            "3,971,2118121834,-;Memory cgroup out of memory: Killed process 27077 (java)"
                    + " total-vm:2687612kB, anon-rss:272512kB, file-rss:19416kB, shmem-rss:0kB,"
                    + " UID:1000 pgtables:764kB oom_score_adj:0\n";

    @Test
    void readsWhoseLimitItWas() {
        assertEquals(
                Optional.of(
                        new KernelOom.Cause(
                                Optional.of("/process_api/65b5/it-victims"),
                                "/process_api/65b5/it-victims",
                                27077)),
                KernelOom.parse(CAUSE));
    }

    @Test
    void readsWhoWasKilled() {
        assertEquals(Optional.of(new KernelOom.Kill(false, 27077, "java")), KernelOom.parse(KILL));
    }

    /** As dump_oom_victim and __oom_kill_process in mm/oom_kill.c of 6.1 write it. */
    @Test
    void readsThatTheHostWasFull() {
        assertEquals(
                Optional.of(new KernelOom.Cause(Optional.empty(), "/docker/4bd0", 4711)),
                KernelOom.parse(
                        "6,1,2,-;oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,"
                                + "mems_allowed=0-1,global_oom,task_memcg=/docker/4bd0,task=java,"
                                + "pid=4711,uid=0"));
        assertEquals(
                Optional.of(new KernelOom.Kill(true, 4711, "java")),
                KernelOom.parse(
                        "3,1,2,-;Out of memory: Killed process 4711 (java) total-vm:1kB, UID:0"));
    }

    @Test
    void readsThatAWholeGroupFollows() {
        assertEquals(
                Optional.of(new KernelOom.WholeGroup()),
                KernelOom.parse(
                        "6,1,2,-;Tasks in /docker/4bd0 are going to be killed due to"
                                + " memory.oom.group set"));
    }

    /** A program's name is up to 15 bytes of its own choice. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,pid=1,uid=0",
                ",task=x,pid=1,",
                "x) total-vm:1kB",
                ") (",
                "oom_memcg=/,",
            })
    void takesTheNumberFromTheKernelAndNotFromAName(String name) {
        var cause = KernelOom.parse(CAUSE.replace("task=java", "task=" + name));
        assertEquals(27077, ((KernelOom.Cause) cause.orElseThrow()).pid());
        var kill = (KernelOom.Kill) KernelOom.parse(KILL.replace("java", name)).orElseThrow();
        assertEquals(27077, kill.pid());
        assertEquals(name, kill.name());
    }

    /** Everything that is written into the log from outside has a facility that is not 0. */
    @ParameterizedTest
    @ValueSource(strings = {"12", "14", "30", "134", "-1", "x", ""})
    void believesNoRecordThatAProgramHasWritten(String priority) {
        assertTrue(KernelOom.parse(CAUSE.replaceFirst("6", priority)).isEmpty());
        assertTrue(KernelOom.parse(KILL.replaceFirst("3", priority)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "6,1,2,-;",
                "6,1,2,-;Linux version 6.18.44",
                "6,1,2,-;oom-kill:",
                "6,1,2,-;oom-kill:constraint=CONSTRAINT_MEMCG",
                "3,1,2,-;Memory cgroup out of memory: Killed process x (java)",
                "3,1,2,-;Memory cgroup out of memory: Killed process",
                "4,1,2,-;java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
                "6,1,2,-;oom_reaper: reaped process 4711 (java), now anon-rss:0kB"
            })
    void leavesEverythingElseOut(String record) {
        assertTrue(KernelOom.parse(record).isEmpty());
    }

    /** Lines after the first are the record's keys, such as SUBSYSTEM=. */
    @Test
    void readsTheFirstLineOnly() {
        assertTrue(
                KernelOom.parse("6,1,2,-;eth0: up\n SUBSYSTEM=net\n" + KILL.substring(19))
                        .isEmpty());
    }
}
