package dev.ballast.launcher.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatusTest {
    /** OpenJDK 17, started by root, on a 6.18 kernel; lines that nobody reads are left out. */
    private static final String JAVA =
            """
            Name:	java
            Umask:	0022
            State:	S (sleeping)
            Tgid:	22568
            Ngid:	0
            Pid:	22568
            PPid:	22566
            TracerPid:	0
            Uid:	0	0	0	0
            Gid:	0	0	0	0
            FDSize:	256
            Groups:	\s
            NStgid:	22568
            NSpid:	22568
            NSpgid:	22552
            NSsid:	19272
            Kthread:	0
            VmPeak:	 9035488 kB
            VmSize:	 8973404 kB
            VmHWM:	   79888 kB
            VmRSS:	   79888 kB
            RssAnon:	   49392 kB
            RssFile:	   30496 kB
            RssShmem:	       0 kB
            VmPTE:	     256 kB
            VmSwap:	      32 kB
            Threads:	19
            SigQ:	0/96365
            SigBlk:	0000000000000000
            SigIgn:	0000000000000000
            SigCgt:	2000000101005ccf
            CapInh:	0000000000000000
            CapPrm:	000001fffeffffff
            CapEff:	000001fffeffffff
            NoNewPrivs:	0
            """;

    /** A process that has ended and that its parent has not looked at, on a 6.18 kernel. */
    private static final String ZOMBIE =
            """
            Name:	java
            State:	Z (zombie)
            Tgid:	4711
            Ngid:	0
            Pid:	4711
            PPid:	1
            TracerPid:	0
            Uid:	1000	1000	1000	1000
            Gid:	1000	1000	1000	1000
            FDSize:	0
            Groups:	\s
            NStgid:	4711
            NSpid:	4711
            Threads:	1
            SigCgt:	0000000000000000
            CapEff:	0000000000000000
            """;

    private static ProcessStatus parse(String text) {
        return ProcessStatus.parse(text.lines().toList());
    }

    @Test
    void readsAJvm() {
        assertEquals(
                new ProcessStatus(
                        22568,
                        List.of(22568),
                        0,
                        0,
                        0x1fffeffffffL,
                        0x2000000101005ccfL,
                        19,
                        false,
                        new ByteSize(79888 * 1024),
                        new ByteSize(49392 * 1024),
                        new ByteSize(32 * 1024),
                        new ByteSize(256 * 1024)),
                parse(JAVA));
    }

    @Test
    void takesTheLastNamespacePidForTheJvmsOwn() {
        ProcessStatus status = parse(JAVA.replace("NSpid:\t22568", "NSpid:\t22568\t131\t7"));
        assertEquals(List.of(22568, 131, 7), status.namespacePids());
        assertEquals(7, status.innermostPid());
    }

    @Test
    void takesThePidForTheJvmsOwnWhereTheKernelTellsNoNamespaces() {
        assertEquals(22568, parse(JAVA.replace("NSpid:\t22568\n", "")).innermostPid());
    }

    @Test
    void takesTheEffectiveIds() {
        ProcessStatus status =
                parse(
                        JAVA.replace("Uid:\t0\t0\t0\t0", "Uid:\t1000\t2000\t3000\t4000")
                                .replace("Gid:\t0\t0\t0\t0", "Gid:\t100\t200\t300\t400"));
        assertEquals(2000, status.uid());
        assertEquals(200, status.gid());
    }

    @Test
    void readsAZombieWithoutMemory() {
        ProcessStatus zombie = parse(ZOMBIE);
        assertEquals(ByteSize.ZERO, zombie.residentBytes());
        assertEquals(ByteSize.ZERO, zombie.anonymousBytes());
    }

    @Test
    void seesThatAJvmCatchesQuit() {
        assertTrue(parse(JAVA).catchesQuit());
    }

    /** The value is that of the same JVM started with -Xrs. */
    @ParameterizedTest
    @ValueSource(strings = {"2000000101001cc8", "0000000000000000", "fffffffffffffffb"})
    void seesThatAProcessDoesNotCatchQuit(String caught) {
        assertFalse(parse(JAVA.replace("2000000101005ccf", caught)).catchesQuit());
    }

    @Test
    void seesTheCapabilityToLowerScores() {
        assertFalse(parse(ZOMBIE).has(Capability.CAP_SYS_RESOURCE));
        assertFalse(
                parse(JAVA).has(Capability.CAP_SYS_RESOURCE)); // 0x1fffeffffff lacks exactly bit 24
        assertTrue(
                parse(JAVA.replace("CapEff:\t000001fffe", "CapEff:\t000001ffff"))
                        .has(Capability.CAP_SYS_RESOURCE));
    }

    /** The kernel writes a newline in a name as {@code \n}, so no name can add a line. */
    @Test
    void takesNoFieldFromTheName() {
        assertEquals(22568, parse(JAVA.replace("Name:\tjava", "Name:\tx\\nPid:\t1")).pid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pid", "Uid", "Gid", "CapEff", "SigCgt", "Threads"})
    void refusesAFileWithoutAFieldThatEveryKernelWrites(String field) {
        List<String> lines = JAVA.lines().filter(line -> !line.startsWith(field + ":")).toList();
        assertThrows(IllegalArgumentException.class, () -> ProcessStatus.parse(lines));
    }
}
