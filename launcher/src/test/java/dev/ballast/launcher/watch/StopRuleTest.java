package dev.ballast.launcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopRuleTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "psi-full>20%:10s | psi-full>20%:10s",
                "psi-full>20% | psi-full>20%:10s",
                "psi-some>0.5%:90s | psi-some>0.5%:1m30s",
                "psi-some>99.9%:1h | psi-some>99.9%:1h",
                "free-host<512MiB | free-host<512.0MiB",
                "free-host<5% | free-host<5%",
                "free-host<0 | free-host<0",
                "free-host<0% | free-host<0",
                "' oom-kill ' | oom-kill",
            })
    void readsARule(String text, String words) {
        assertEquals(words, StopRule.parse(text).words());
        assertEquals(words, StopRule.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | `` is not a stop rule; write for example psi-full>20%:10s",
                "psi>20% | `psi>20%` is not a stop rule",
                "psi-full<20% | `psi-full<20%` is not a stop rule",
                "psi-full>20 | `psi-full>20` is not a stop rule",
                "psi-full>-1% | `psi-full>-1%` is not a stop rule",
                "psi-full>100% | at least 0% and below 100%, not 100.0%",
                "psi-full>20%:soon | `soon` is not a time",
                "psi-full>20%:10 | `10` is not a time",
                "psi-full>20%:500ms | looks back from 1 s to 1 h, not 500 ms",
                "psi-full>20%:2h | looks back from 1 s to 1 h, not 2 h",
                "free-host>512MiB | `free-host>512MiB` is not a stop rule",
                "free-host< | `` is not a size",
                "free-host<much | `much` is not a size",
                "free-host<-1 | `-1` is not a size",
                "free-host<x% | `x%` is not a percentage; write for example 5%",
                "free-host<101% | from 0% to 100%, not 101.0%",
                "oom-kill,free-host<5% | is not a stop rule",
            })
    void saysWhatIsWrongWithARule(String text, String reason) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> StopRule.parse(text));
        assertTrue(wrong.getMessage().contains(reason), wrong.getMessage());
    }

    @Nested
    class OfTheHostTest {
        private static Optional<String> broken(String rule, ByteSize available) {
            SignHistory history = new SignHistory(Duration.ZERO);
            history.add(signs(0, available, 0, 0));
            return StopRule.parse(rule).brokenBy(history);
        }

        @Test
        void breaksBelowASize() {
            assertTrue(broken("free-host<512MiB", ByteSize.ofMiB(512)).isEmpty());
            assertEquals(
                    Optional.of(
                            "511.0 MiB of the host's 20.0 GiB are available, 512.0 MiB must be"),
                    broken("free-host<512MiB", ByteSize.ofMiB(511)));
        }

        @Test
        void breaksBelowAPartOfAllMemory() {
            assertTrue(broken("free-host<5%", ByteSize.ofMiB(1024)).isEmpty());
            assertTrue(broken("free-host<5%", ByteSize.ofMiB(1023)).isPresent());
        }

        @Test
        void isOffAtNothing() {
            assertTrue(broken("free-host<0", ByteSize.ZERO).isEmpty());
        }

        /** 5 % of a large host, 512 MiB of a small one. */
        @Test
        void isByDefaultTheLargerOfASizeAndAPart() {
            var usual = StopRule.FreeHostBelow.USUAL;
            assertEquals(ByteSize.ofMiB(1024), usual.threshold(ByteSize.ofMiB(20 << 10)));
            assertEquals(ByteSize.ofMiB(512), usual.threshold(ByteSize.ofMiB(4 << 10)));
        }
    }

    @Nested
    class OfPressureTest {
        private final SignHistory history = new SignHistory(Duration.ofSeconds(10));

        private Optional<String> after(long seconds, long someMicros, long fullMicros) {
            history.add(signs(seconds * SECOND, ByteSize.ofMiB(1024), someMicros, fullMicros));
            return StopRule.parse("psi-full>20%:10s").brokenBy(history);
        }

        @Test
        void breaksWhenThePartOfTheWindowIsAbove() {
            assertTrue(after(0, 0, 5_000_000).isEmpty());
            assertTrue(after(10, 0, 7_000_000).isEmpty(), "20 % is not above");
            assertEquals(
                    Optional.of("all tasks waited for memory for 20.1 % of the last 10 s"),
                    after(20, 0, 9_010_000));
        }

        /** What was before the run, or in its first moment, is not a window. */
        @Test
        void isJudgedWhenAWholeWindowHasPassed() {
            assertTrue(after(0, 0, 0).isEmpty());
            assertTrue(after(9, 0, 9_000_000).isEmpty());
            assertTrue(after(10, 0, 9_000_000).isPresent());
        }

        @Test
        void forgetsWhatIsOlderThanTheWindow() {
            after(0, 0, 0);
            assertTrue(after(10, 0, 9_000_000).isPresent());
            for (int second = 11; second < 20; second++) {
                after(second, 0, 9_000_000);
            }
            assertTrue(after(20, 0, 9_000_000).isEmpty());
        }

        @Test
        void tellsSomeFromAll() {
            assertTrue(after(0, 0, 0).isEmpty());
            assertTrue(after(10, 9_000_000, 0).isEmpty());
            assertTrue(StopRule.parse("psi-some>20%:10s").brokenBy(history).isPresent());
        }
    }

    @Nested
    class TogetherTest {
        @Test
        void theHostIsWatchedUnlessSomethingElseIsSaidForIt() {
            assertEquals("free-host<5% or 512.0MiB", words());
            assertEquals("oom-kill, free-host<5% or 512.0MiB", words("oom-kill"));
            assertEquals("free-host<1.0GiB", words("free-host<1GiB"));
            assertEquals("none", words("free-host<0"));
            assertEquals("oom-kill", words("free-host<0", "oom-kill"));
        }

        private static String words(String... rules) {
            return StopRules.of(List.of(rules).stream().map(StopRule::parse).toList()).words();
        }

        @Test
        void theRuleIsNamedWithTheFigureThatBrokeIt() {
            SignHistory history = new SignHistory(Duration.ZERO);
            history.add(
                    new Signs(
                            0,
                            new HostMemory(
                                    ByteSize.ofMiB(1000),
                                    ByteSize.ofMiB(900),
                                    ByteSize.ZERO,
                                    ByteSize.ZERO,
                                    ByteSize.ZERO),
                            Optional.empty(),
                            Optional.of("process 7 (sh)")));
            assertEquals(
                    Optional.of("oom-kill: process 7 (sh)"),
                    StopRules.of(List.of(new StopRule.OomKill())).brokenBy(history));
        }
    }

    private static Signs signs(long nanos, ByteSize available, long someMicros, long fullMicros) {
        return new Signs(
                nanos,
                new HostMemory(
                        ByteSize.ofMiB(20 << 10),
                        available,
                        ByteSize.ZERO,
                        ByteSize.ZERO,
                        ByteSize.ZERO),
                Optional.of(new MemoryPressure(someMicros, fullMicros)),
                Optional.empty());
    }
}
