package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.victim.Candidate;
import dev.ballast.launcher.victim.OomDomain;
import dev.ballast.launcher.victim.Outlook;
import dev.ballast.launcher.victim.Ranking;
import dev.ballast.launcher.victim.Standing;
import dev.ballast.launcher.victim.Victims;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VictimsTextTest {
    private static final OomDomain GROUP =
            new OomDomain("memory cgroup /shop", ByteSize.ofMiB(512), ByteSize.ofMiB(128), 4096);
    private static final OomDomain HOST =
            new OomDomain("this host", ByteSize.ofMiB(2048), ByteSize.ZERO, 4096);

    private static Standing standing(
            int rank, int pid, String name, int adj, long badnessMebibytes) {
        ByteSize memory = ByteSize.ofMiB(100);
        Candidate process =
                new Candidate(
                        new ProcessId(pid, 1),
                        name,
                        Candidate.Role.ORDINARY,
                        new OomScoreAdj(adj),
                        0,
                        memory,
                        memory);
        return new Standing(rank, process, badnessMebibytes << 20, "why " + rank);
    }

    @Test
    void alignsTheTablesAndSaysWhoIsNext() {
        Ranking group =
                new Ranking(
                        GROUP,
                        List.of(
                                standing(1, 4711, "ja\u001bva", -200, -2),
                                standing(2, 7, "sh", -1000, 0)));
        Ranking host =
                new Ranking(
                        HOST,
                        List.of(
                                standing(1, 99, "db", 0, 100),
                                standing(2, 98, "db", 0, 90),
                                standing(3, 4711, "java", -200, -300)));
        Outlook outlook =
                new Outlook(
                        Optional.of(group),
                        Optional.of(new Outlook.WholeGroup("/shop", List.of(4711))),
                        host);
        Victims victims =
                new Victims(
                        Optional.of(
                                new Victims.Subject(
                                        new ProcessId(4711, 1), "the shop", Set.of(4711, 7))),
                        outlook,
                        Optional.empty(),
                        List.of("a note"));
        assertEquals(
                """
                in memory cgroup /shop (limit 512.0 MiB, swap 128.0 MiB, 2 processes)
                  #   PID  name   oom_score   adj        RSS   badness  why
                  1  4711  ja va          0  -200  100.0 MiB  -2.0 MiB  why 1
                  next       PID 4711 (ja va); memory.oom.group is 1 in /shop, which dies as a whole: 1 process, all but those at -1000
                on this host (memory 2.0 GiB, 3 processes)
                    #   PID  name  oom_score   adj        RSS     badness  why
                    1    99  db            0     0  100.0 MiB   100.0 MiB  why 1
                  * 3  4711  java          0  -200  100.0 MiB  -300.0 MiB  why 3
                  next       PID 99 (db)
                  *          the shop: 1 process, the first of them number 3
                  note       a note
                """,
                String.join("\n", VictimsText.lines(victims, 1)) + "\n");
    }
}
