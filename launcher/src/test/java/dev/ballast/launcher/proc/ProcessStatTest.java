package dev.ballast.launcher.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
    /** OpenJDK 17 on a 6.18 kernel. */
    private static final String JAVA =
            "22568 (java) S 22566 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0 330169"
                    + " 9188765696 19877 18446744073709551615 94282359615488 94282359616373"
                    + " 140737275642528 0 0 0 0 0 16800975 0 0 0 17 1 0 0 0 0 0 94282359627072"
                    + " 94282359627800 94282918866944 140737275644644 140737275644656"
                    + " 140737275644656 140737275645930 0";

    @Test
    void readsAJvm() {
        ProcessStat stat = ProcessStat.parse(JAVA);
        assertEquals(new ProcessStat(new ProcessId(22568, 330169), 22566, 'S', 19, "java"), stat);
        assertFalse(stat.isZombie());
    }

    /** {@code \n} is how the kernel writes a newline in a name: two characters. */
    @ParameterizedTest
    @ValueSource(strings = {"a b", "(sd-pam)", "a) R 1 1 1", ") S 1 (", "", "((", "x\\ny", "naïve"})
    void endsTheNameAtTheLastParenthesis(String name) {
        ProcessStat stat = ProcessStat.parse(JAVA.replace("(java)", "(" + name + ")"));
        assertEquals(new ProcessStat(new ProcessId(22568, 330169), 22566, 'S', 19, name), stat);
    }

    @Test
    void takesAnEndedProcessForAZombie() {
        assertTrue(ProcessStat.parse(JAVA.replace(") S", ") Z")).isZombie());
        assertTrue(ProcessStat.parse(JAVA.replace(") S", ") X")).isZombie());
    }

    @Test
    void takesAProcessInUninterruptibleSleepForALivingOne() {
        assertFalse(ProcessStat.parse(JAVA.replace(") S", ") D")).isZombie());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "22568",
                "22568 (java",
                "22568 java) S 1",
                "(java) S 22566 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0 330169",
                "22568 (java) S 22566 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0",
                "22568 (java) S x 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0 330169",
                "-1 (java) S 1 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0 330169",
            })
    void refusesADamagedLine(String line) {
        assertThrows(IllegalArgumentException.class, () -> ProcessStat.parse(line));
    }
}
