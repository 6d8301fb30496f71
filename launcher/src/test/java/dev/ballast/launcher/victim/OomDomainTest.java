package dev.ballast.launcher.victim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.quantity.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OomDomainTest {
    /** A machine whose readings are below. */
    private static final OomDomain HOST =
            new OomDomain("this host", new ByteSize(24684092L << 10), ByteSize.ZERO, 4096);

    private static Candidate process(long kibibytes, int adj) {
        ByteSize memory = new ByteSize(kibibytes << 10);
        return new Candidate(
                new ProcessId(4711, 1),
                "java",
                Candidate.Role.ORDINARY,
                new OomScoreAdj(adj),
                0,
                memory,
                memory);
    }

    /** RSS and page tables in kB, adj, and /proc/<pid>/oom_score, as a 6.18 kernel showed them. */
    @ParameterizedTest
    @CsvSource({
        "1862, 0, 666",
        "45448, 0, 667",
        "293028, 0, 674",
        "562074, 0, 681",
        "1901991, 0, 718",
        "1864, 1, 667",
        "1780, 200, 800",
        "1792, 500, 1000",
        "1808, 999, 1332",
        "1852, 1000, 1333",
    })
    void showsTheScoreThatTheKernelShows(long kibibytes, int adj, int score) {
        assertEquals(score, HOST.oomScore(process(kibibytes, adj)));
    }

    /** 131072 pages: a thousandth of them is 131, not 131.072. */
    @Test
    void roundsAThousandthOfTheLimitDownToPages() {
        OomDomain group = new OomDomain("group", ByteSize.ofMiB(512), ByteSize.ZERO, 4096);
        assertEquals(131_000L * 4096, group.adjBytes(new OomScoreAdj(1000)));
        assertEquals(-130_869L * 4096, group.adjBytes(new OomScoreAdj(-999)));
    }

    /** 8192 pages, a thousandth of them is 8: much is lost with large pages. */
    @Test
    void roundsInThePagesOfTheMachine() {
        OomDomain group = new OomDomain("group", ByteSize.ofMiB(512), ByteSize.ZERO, 65536);
        assertEquals(ByteSize.ofMiB(500).bytes(), group.adjBytes(new OomScoreAdj(1000)));
    }

    @Test
    void countsSwapAsPartOfTheWhole() {
        OomDomain group = new OomDomain("group", ByteSize.ofMiB(300), ByteSize.ofMiB(200), 4096);
        OomDomain without = new OomDomain("group", ByteSize.ofMiB(500), ByteSize.ZERO, 4096);
        assertEquals(
                without.badnessBytes(process(1024, 500)), group.badnessBytes(process(1024, 500)));
    }

    @Test
    void isNothingWithoutMemory() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new OomDomain("group", ByteSize.ZERO, ByteSize.ZERO, 4096));
    }
}
