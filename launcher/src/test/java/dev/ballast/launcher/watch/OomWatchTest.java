package dev.ballast.launcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.watch.Killed.Evidence;
import dev.ballast.launcher.watch.Killed.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who died, and at whose limit: in a pod with a container of three processes and a sidecar. */
class OomWatchTest {
    private static final int LAUNCHER = 100;
    private static final int INIT = 4710;
    private static final int JVM = 4711;
    private static final int SHELL = 4712;
    private static final int SIDECAR = 4800;
    private static final String POD = "/pods/pod1";
    private static final String MAIN = POD + "/main";

    @TempDir Path temporary;
    private final FakeLog log = new FakeLog();
    private FakeProc proc;
    private FakeCgroups cgroups;

    /** The kernel's log, as far as it has come. */
    private static final class FakeLog implements KernelLog {
        private final List<String> records = new ArrayList<>();
        private Optional<String> unreadable = Optional.empty();

        @Override
        public List<String> unread() {
            List<String> unread = List.copyOf(records);
            records.clear();
            return unread;
        }

        @Override
        public Optional<String> unreadable() {
            return unreadable;
        }

        @Override
        public void close() {}

        void killed(int pid, String name, String limit, String group) {
            String full = limit.equals("host") ? "global_oom" : "oom_memcg=" + limit;
            records.add(
                    "6,1,2,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,"
                            + "mems_allowed=0,"
                            + full
                            + ",task_memcg="
                            + group
                            + ",task="
                            + name
                            + ",pid="
                            + pid
                            + ",uid=0");
            alsoKilled(pid, name, limit.equals("host"));
        }

        /** Everybody of it follows, the one that was killed already included. */
        void wholeGroup(String group) {
            records.add(
                    "6,1,2,-;Tasks in "
                            + group
                            + " are going to be killed due to memory.oom.group set");
        }

        void alsoKilled(int pid, String name, boolean isHost) {
            String what = isHost ? "Out of memory" : "Memory cgroup out of memory";
            records.add(
                    "3,1,2,-;" + what + ": Killed process " + pid + " (" + name + ") total-vm:1kB");
        }
    }

    @BeforeEach
    void addAPod() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(1, 0).process(LAUNCHER, 1);
        cgroups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        for (int pid : List.of(INIT, JVM, SHELL)) {
            cgroups.put(proc.process(pid, pid == INIT ? 1 : INIT), pid, MAIN);
        }
        cgroups.put(proc.process(SIDECAR, 1), SIDECAR, POD + "/sidecar");
        cgroups.limit(POD, "1073741824").limit(MAIN, "536870912");
        for (String group : List.of("/pods", POD, MAIN, POD + "/sidecar")) {
            events(group, 0, 0, 0);
        }
        hostKills(7);
    }

    /** Of the group and all below it, but for its own limit. */
    private void events(String group, int ooms, int kills, int ownOoms) throws IOException {
        String rest = "\noom_kill " + kills + "\noom_group_kill 0\n";
        cgroups.write(group, "memory.events", "low 0\nhigh 0\nmax 0\noom " + ooms + rest);
        cgroups.write(group, "memory.events.local", "max 0\noom " + ownOoms + "\noom_kill 0\n");
    }

    /** At the limit of {@code full}, which is at or above the process's group. */
    private void count(String full, String ofProcess, int kills) throws IOException {
        for (String group = ofProcess; !group.isEmpty(); group = above(group)) {
            boolean isAtOrAbove = full.startsWith(group);
            events(group, isAtOrAbove ? kills : 0, kills, group.equals(full) ? kills : 0);
        }
        hostKills(7 + kills);
    }

    private static String above(String group) {
        return group.substring(0, group.lastIndexOf('/'));
    }

    private void hostKills(int kills) throws IOException {
        proc.write("vmstat", "pgfault 1\noom_kill " + kills + "\n");
    }

    /** It leaves its group and has no folder in /proc any more. */
    private void end(int... pids) throws IOException {
        for (int pid : pids) {
            for (String group : List.of(MAIN, POD + "/sidecar")) {
                Path procs = cgroups.folder(group).resolve("cgroup.procs");
                String left = Files.readString(procs).replaceAll("(?m)^" + pid + "\n", "");
                Files.writeString(procs, left);
            }
            Files.delete(temporary.resolve("proc/" + pid + "/stat"));
        }
    }

    private TargetJvm target() throws IOException {
        MemoryCgroups found = new MemoryCgroups(proc.proc());
        MemoryCgroup own = found.of(JVM);
        return new TargetJvm(
                proc.proc().id(JVM),
                7,
                new Credentials(0, 0),
                Optional.of(
                        new Container(Optional.empty(), Optional.of(own), proc.proc().id(INIT))),
                own,
                found.bindingBound(own),
                false);
    }

    private OomWatch watch() throws IOException {
        return new OomWatch(proc.proc(), target(), log, LAUNCHER);
    }

    private static Killed only(OomEvents events) {
        assertEquals(1, events.killed().size(), events::toString);
        assertEquals(0, events.unnamed(), events::toString);
        return events.killed().get(0);
    }

    private static void assertIs(
            int pid, Who who, OomScope scope, Evidence evidence, Killed killed) {
        assertEquals(pid, killed.pid());
        assertEquals(who, killed.who(), killed::sentence);
        assertEquals(scope, killed.scope(), killed::sentence);
        assertEquals(evidence, killed.evidence(), killed::sentence);
    }

    @Test
    void aRunWithoutKillsIsQuiet() throws IOException {
        OomEvents events = watch().events();
        assertTrue(events.isQuiet());
        assertEquals(Optional.of(0L), events.elsewhere());
    }

    @Test
    void aKillBeforeTheRunDoesNotCount() throws IOException {
        count(MAIN, MAIN, 3);
        OomWatch watch = watch();
        end(SHELL);
        assertTrue(watch.events().isQuiet());
        assertTrue(watch.foreignKill().isEmpty());
    }

    /** Nobody has read what it counted between the last look and its end. */
    @Test
    void aGroupThatIsGoneHasNotCountedNothing() throws IOException {
        OomWatch watch = watch();
        assertEquals("no OOM kill of it was counted", watch.events().noKill());
        count(MAIN, MAIN, 1);
        watch.look();
        Files.move(cgroups.folder(MAIN), temporary.resolve("removed"));
        assertEquals(1, watch.events().limitMet());
        assertTrue(watch.events().noKill().endsWith("the kernel's log names none"));
        log.unreadable = Optional.of("Operation not permitted");
        assertTrue(watch.events().noKill().endsWith("could not be read: Operation not permitted"));
    }

    @Test
    void theTargetAtTheContainersLimitIsNamedByTheLog() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 1);
        log.killed(JVM, "java", MAIN, MAIN);
        end(JVM);
        Killed killed = only(watch.events());
        assertIs(JVM, Who.TARGET, OomScope.CONTAINER, Evidence.KERNEL_LOG, killed);
        assertEquals(MAIN, killed.limit());
        assertEquals(1, watch.events().limitMet());
    }

    @Test
    void aBystanderIsNamedWhileTheTargetLives() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 1);
        log.killed(SHELL, "sh", MAIN, MAIN);
        watch.look();
        assertTrue(watch.foreignKill().orElseThrow().contains("4712 (sh), a bystander"));
        assertIs(
                SHELL,
                Who.BYSTANDER,
                OomScope.CONTAINER,
                Evidence.KERNEL_LOG,
                only(watch.events()));
    }

    /** Seen on 6.1: the counter and the log have it twice. */
    @Test
    void theFirstOfAWholeGroupIsCountedTwiceAndIsOneKill() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 3);
        log.killed(SHELL, "sh", MAIN, MAIN);
        log.wholeGroup(MAIN);
        log.alsoKilled(SHELL, "sh", false);
        log.alsoKilled(INIT, "init", false);
        OomEvents events = watch.events();
        assertEquals(2, events.killed().size(), events::toString);
        assertEquals(0, events.unnamed(), events::toString);
        assertEquals(Optional.of(0L), events.elsewhere());
    }

    @Test
    void aLimitAboveTheContainerIsAnAncestors() throws IOException {
        cgroups.limit(POD, "268435456");
        OomWatch watch = watch();
        count(POD, MAIN, 1);
        log.killed(JVM, "java", POD, MAIN);
        assertIs(JVM, Who.TARGET, OomScope.ANCESTOR, Evidence.KERNEL_LOG, only(watch.events()));
    }

    /** Its limit binds the target, so the pod is watched, and what the sidecar does in it. */
    @Test
    void aSidecarAtItsOwnLimitIsNotTheContainersAffair() throws IOException {
        cgroups.limit(POD, "268435456");
        OomWatch watch = watch();
        count(POD + "/sidecar", POD + "/sidecar", 1);
        log.killed(SIDECAR, "proxy", POD + "/sidecar", POD + "/sidecar");
        assertIs(
                SIDECAR,
                Who.BYSTANDER,
                OomScope.OTHER_GROUP,
                Evidence.KERNEL_LOG,
                only(watch.events()));
    }

    /** Such as a container in the cgroup of a JVM that runs beside it. */
    @Test
    void aGroupBelowTheTargetsOwnIsAnothers() throws IOException {
        cgroups.put(proc.process(4900, 1), 4900, MAIN + "/nested");
        OomWatch watch = watch();
        count(MAIN + "/nested", MAIN + "/nested", 1);
        events(MAIN, 1, 1, 0);
        log.killed(4900, "java", MAIN + "/nested", MAIN + "/nested");
        assertIs(
                4900,
                Who.BYSTANDER,
                OomScope.OTHER_GROUP,
                Evidence.KERNEL_LOG,
                only(watch.events()));
    }

    @Test
    void aFullHostIsTold() throws IOException {
        OomWatch watch = watch();
        events(MAIN, 0, 1, 0);
        hostKills(8);
        log.killed(JVM, "java", "host", MAIN);
        assertIs(JVM, Who.TARGET, OomScope.HOST, Evidence.KERNEL_LOG, only(watch.events()));
    }

    /** Somebody who is in no watched group: only where the host was full that may be our doing. */
    @Test
    void othersOnTheHostCountOnlyWhenTheHostWasFull() throws IOException {
        OomWatch watch = watch();
        hostKills(9);
        log.killed(900, "other", "/elsewhere", "/elsewhere");
        log.killed(901, "database", "host", "/system.slice");
        assertIs(901, Who.ELSEWHERE, OomScope.HOST, Evidence.KERNEL_LOG, only(watch.events()));
        assertEquals(Optional.of(2L), watch.events().elsewhere());
        assertTrue(watch.foreignKill().isEmpty());
    }

    /** One that came and went between two looks is known by its group. */
    @Test
    void aShortLivedBystanderIsNamedByItsGroup() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 1);
        log.killed(5000, "tail", MAIN, MAIN);
        assertIs(
                5000, Who.BYSTANDER, OomScope.CONTAINER, Evidence.KERNEL_LOG, only(watch.events()));
    }

    @Test
    void everyoneOfAGroupThatDiesTogetherIsNamed() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 3);
        log.killed(JVM, "java", MAIN, MAIN);
        log.records.add(
                "6,1,2,-;Tasks in " + MAIN + " are going to be killed due to memory.oom.group set");
        log.alsoKilled(SHELL, "sh", false);
        log.alsoKilled(6000, "short", false);
        OomEvents events = watch.events();
        assertEquals(List.of(JVM, SHELL, 6000), events.killed().stream().map(Killed::pid).toList());
        assertEquals(3, events.killsBy(OomScope.CONTAINER));
        assertTrue(events.target().isPresent());
    }

    /** With more than ten kills in 5 s the kernel leaves out whose limit it was. */
    @Test
    void theCountersTellTheScopeOfAKillWithoutItsCause() throws IOException {
        OomWatch watch = watch();
        log.killed(900, "other", "/elsewhere", "/elsewhere");
        count(MAIN, MAIN, 1);
        log.alsoKilled(SHELL, "sh", false);
        assertIs(
                SHELL,
                Who.BYSTANDER,
                OomScope.CONTAINER,
                Evidence.KERNEL_LOG,
                only(watch.events()));
    }

    @Test
    void aHelperOfOursIsNeverABystander() throws Exception {
        OomWatch watch = watch();
        cgroups.put(proc.process(4720, LAUNCHER), 4720, MAIN);
        watch.look();
        count(MAIN, MAIN, 2);
        log.killed(4720, "head", MAIN, MAIN);
        Process charger = new ProcessBuilder("sleep", "600").start();
        watch.helper(charger);
        log.killed((int) charger.pid(), "head", MAIN, MAIN);
        OomEvents events = watch.events();
        charger.destroyForcibly().waitFor();
        assertEquals(2, events.of(Who.HELPER).size(), events::toString);
        assertTrue(watch.foreignKill().isEmpty());
    }

    @Test
    void printsNoControlCharactersOfAName() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 1);
        log.killed(SHELL, "s\u001b[2Jh", MAIN, MAIN);
        assertEquals("s [2Jh", only(watch.events()).name());
    }

    /** Without the kernel's log. */
    private OomWatch blind() throws IOException {
        log.unreadable = Optional.of("Operation not permitted");
        return watch();
    }

    @Test
    void withoutTheLogTheOneWhoIsGoneIsNamed() throws IOException {
        OomWatch watch = blind();
        count(MAIN, MAIN, 1);
        watch.look(); // counted first, gone a moment later
        assertTrue(watch.foreignKill().isEmpty());
        end(SHELL);
        OomEvents events = watch.events();
        assertIs(SHELL, Who.BYSTANDER, OomScope.CONTAINER, Evidence.GONE_AS_COUNTED, only(events));
        assertEquals("java", events.killed().get(0).name());
        assertEquals(Optional.of("Operation not permitted"), events.logUnreadable());
    }

    @Test
    void withoutTheLogTheTargetIsNamedBeforeThoseWhoEndWithIt() throws IOException {
        OomWatch watch = blind();
        count(POD, MAIN, 1);
        end(JVM, INIT, SHELL);
        OomEvents events = watch.events();
        assertIs(
                JVM,
                Who.TARGET,
                OomScope.ANCESTOR,
                Evidence.GONE_AS_COUNTED,
                events.target().orElseThrow());
    }

    @Test
    void withoutTheLogNobodyIsNamedAmongSeveral() throws IOException {
        OomWatch watch = blind();
        count(MAIN, MAIN, 1);
        end(INIT, SHELL);
        OomEvents events = watch.events();
        assertEquals(List.of(), events.killed());
        assertEquals(1, events.unnamed());
        assertTrue(events.notes().get(0).contains("4712 (java)"), events::toString);
    }

    @Test
    void withoutTheLogWhoEndsLaterIsNotNamedForAKillThatNobodyCouldBeNamedFor() throws IOException {
        OomWatch watch = blind();
        count(MAIN, MAIN, 1);
        end(INIT, SHELL);
        watch.look();
        end(JVM);
        watch.look();
        OomEvents events = watch.events();
        assertEquals(List.of(), events.killed());
        assertEquals(1, events.unnamed());
        assertTrue(watch.mayHaveMetTarget());
    }

    @Test
    void withoutTheLogOneWhoEndsWithoutAKillIsNotNamed() throws IOException {
        OomWatch watch = blind();
        end(SHELL);
        assertTrue(watch.events().isQuiet());
    }

    @Test
    void withoutTheLogAFullHostIsKnownByTheLimitsThatWereNotMet() throws IOException {
        OomWatch watch = blind();
        events(MAIN, 0, 1, 0);
        end(SHELL);
        assertEquals(OomScope.HOST, only(watch.events()).scope());
    }

    @Test
    void withoutTheLogAHelperIsKnownByItsExit() throws Exception {
        OomWatch watch = blind();
        Process charger = new ProcessBuilder("sleep", "600").start();
        watch.helper(charger);
        count(MAIN, MAIN, 1);
        charger.destroyForcibly().waitFor();
        Killed killed = only(watch.events());
        assertEquals(Who.HELPER, killed.who());
        assertEquals(Evidence.EXIT_STATUS, killed.evidence());
        assertTrue(watch.foreignKill().isEmpty());
    }

    @Test
    void aLimitThatWasMetWithoutAKillIsTold() throws IOException {
        OomWatch watch = watch();
        events(MAIN, 900, 0, 900);
        OomEvents events = watch.events();
        assertEquals(900, events.limitMet());
        assertFalse(events.isQuiet());
    }

    /** The container's engine removes the group when its first process has ended. */
    @Test
    void keepsWhatItKnowsWhenTheGroupIsRemoved() throws IOException {
        OomWatch watch = watch();
        count(MAIN, MAIN, 1);
        log.killed(JVM, "java", MAIN, MAIN);
        watch.look();
        removeTheContainersGroup();
        assertEquals(Who.TARGET, only(watch.events()).who());
    }

    @Test
    void countsInTheGroupAboveWhenTheContainersIsRemoved() throws IOException {
        cgroups.limit(POD, "268435456");
        OomWatch watch = blind();
        count(POD, MAIN, 1);
        removeTheContainersGroup();
        OomEvents events = watch.events();
        assertIs(
                JVM,
                Who.TARGET,
                OomScope.ANCESTOR,
                Evidence.GONE_AS_COUNTED,
                events.target().orElseThrow());
    }

    private void removeTheContainersGroup() throws IOException {
        end(INIT, JVM, SHELL);
        try (Stream<Path> files = Files.list(cgroups.folder(MAIN))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(cgroups.folder(MAIN));
    }

    /** v1 counts a kill in the process's own group only, and no limit that was met. */
    @Test
    void sumsUpTheGroupsBelowOnVersion1() throws IOException {
        cgroups = FakeCgroups.v1(proc, temporary.resolve("memory"));
        for (int pid : List.of(INIT, JVM, SHELL)) {
            cgroups.put(proc, pid, pid == SHELL ? "/docker/4bd0/inner" : "/docker/4bd0");
        }
        cgroups.limit("/docker/4bd0", "536870912").limit("/docker/4bd0/inner", "536870912");
        v1Kills("/docker/4bd0", 2, 5);
        v1Kills("/docker/4bd0/inner", 0, 0);
        OomWatch watch = watch();
        v1Kills("/docker/4bd0", 2, 9);
        v1Kills("/docker/4bd0/inner", 1, 0);
        log.killed(SHELL, "sh", "/docker/4bd0", "/docker/4bd0/inner");
        assertIs(
                SHELL,
                Who.BYSTANDER,
                OomScope.CONTAINER,
                Evidence.KERNEL_LOG,
                only(watch.events()));
    }

    private void v1Kills(String group, int kills, int failures) throws IOException {
        cgroups.write(
                group,
                "memory.oom_control",
                "oom_kill_disable 0\nunder_oom 0\noom_kill " + kills + "\n");
        cgroups.write(group, "memory.failcnt", failures + "\n");
    }
}
