package dev.ballast.launcher.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadSpecTest {
    private static final long MIB = 1 << 20;
    private static final long ROOM = 200 * MIB;

    private static LoadSpec spec(String kind, String amount) {
        return LoadSpec.parse(Kind.ofWord(kind).orElseThrow(), amount);
    }

    @ParameterizedTest
    @CsvSource({
        "heap, 70%, 146800640",
        "heap, 12.5%, 26214400",
        "heap, 64MiB, 67108864",
        "churn, 50MiB/s, 52428800",
        "metaspace, 64MiB, 67108864",
        "threads, 200, 200",
        "threads, 200x1MiB, 200",
        "threads, 200x256KiB, 200",
        "heap, 70%x64KiB, 146800640",
        "heap, 64MiBx1.5MiB, 67108864",
        "direct, 50%, 104857600",
        "direct, 100%, 209715200",
        "limit, 80%, 167772160",
        "limit, 12.34%, 25821184",
        "limit, 400MiB, 419430400",
    })
    void wantsWhatItSays(String kind, String amount, long wanted) {
        LoadSpec spec = spec(kind, amount);
        assertEquals(wanted, spec.wanted(ROOM));
        assertEquals(spec, spec(kind, spec.value().substring(kind.length() + 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "heap, 98%",
        "heap, 0%",
        "heap, %",
        "heap, 0",
        "churn, 5%",
        "churn, 0",
        "metaspace, 5%",
        "metaspace, 0MiB",
        "threads, 0",
        "threads, -1",
        "threads, 5MiB",
        "threads, 99999999",
        "threads, 200x",
        "threads, 200x5",
        "threads, 200x255KiB",
        "threads, 200x65MiB",
        "heap, 70%x1025MiB",
        "threads, x1MiB",
        "threads, 200x1MiBx1MiB",
        "heap, 70%x15KiB",
        "heap, 64MiBx65MiB",
        "heap, 70%x64",
        "metaspace, 64MiBx1MiB",
        "direct, 50%x1MiB",
        "churn, 5MiBx64KiB/s",
        "direct, 101%",
        "limit, 100%",
        "limit, 0%",
        "limit, 1KiB",
        "limit, 5MiB/s",
    })
    void refusesWhatIsNoAmount(String kind, String amount) {
        assertThrows(IllegalArgumentException.class, () -> spec(kind, amount));
    }

    @Test
    void knowsNoOtherKind() {
        assertEquals(Optional.empty(), Kind.ofWord("stack"));
    }

    private static LoadReading heap(long mib, long room) {
        return new LoadReading(Kind.HEAP, mib * MIB / 2, mib * MIB, 0, 0, room);
    }

    @Test
    void isHeldWhileItIsNearOnAverage() {
        LoadRecord record = new LoadRecord(spec("heap", "50%"));
        record.note(Duration.ofSeconds(0), heap(20, 0), false);
        assertFalse(record.isReached()); // a share of what is not known yet
        record.note(Duration.ofSeconds(1), heap(98, ROOM), false);
        assertTrue(record.isReached());
        record.note(Duration.ofSeconds(1), heap(98, ROOM), true);
        record.note(Duration.ofSeconds(4), heap(110, ROOM), true);
        record.note(Duration.ofSeconds(5), heap(90, ROOM), true);
        LoadResult result = record.result();
        assertEquals(100 * MIB, result.wanted());
        assertEquals(Optional.of(Duration.ofSeconds(1)), result.reachedAfter());
        assertEquals((2 * 3 + 10) * MIB / 4, result.meanError()); // 3 s, then 1 s
        assertEquals((98 * 3 + 110) * MIB / 4, result.mean());
        assertTrue(result.isHeld());
        assertEquals(20 * MIB, result.seenBefore());
        assertEquals(90 * MIB, result.seenLast());
    }

    @Test
    void isReachedWhenItIsRefused() {
        LoadRecord record = new LoadRecord(LoadSpec.untilRefused(Kind.HEAP));
        record.note(Duration.ZERO, new LoadReading(Kind.HEAP, 5, 60 * MIB, 0, 0, ROOM), false);
        assertFalse(record.isReached());
        assertEquals(ROOM, record.wanted());
        record.note(Duration.ZERO, new LoadReading(Kind.HEAP, 9, 60 * MIB, 0, 1, ROOM), true);
        record.note(Duration.ZERO, new LoadReading(Kind.HEAP, 7, 50 * MIB, 0, 2, ROOM), true);
        assertTrue(record.result().isHeld());
        assertEquals(9, record.result().wanted());
        assertThrows(IllegalArgumentException.class, () -> LoadSpec.untilRefused(Kind.CHURN));
        assertThrows(IllegalArgumentException.class, () -> LoadSpec.untilRefused(Kind.LIMIT));
    }

    /** Nobody is refused as long as nobody asks. */
    @Test
    void isReachedWhenNoRoomIsLeft() {
        LoadRecord record = new LoadRecord(LoadSpec.untilRefused(Kind.DIRECT));
        record.note(Duration.ZERO, new LoadReading(Kind.DIRECT, 0, ROOM - MIB, 0, 0, ROOM), false);
        assertFalse(record.isReached());
        record.note(Duration.ZERO, new LoadReading(Kind.DIRECT, 0, ROOM - 1, 0, 0, ROOM), false);
        assertTrue(record.isReached());
    }

    @Test
    void isNotHeldWhenItIsFarOff() {
        LoadRecord record = new LoadRecord(spec("heap", "50%"));
        record.note(Duration.ofSeconds(0), heap(100, ROOM), true);
        record.note(Duration.ofSeconds(1), heap(150, ROOM), true);
        record.note(Duration.ofSeconds(3), heap(150, ROOM), true);
        assertFalse(record.result().isHeld());
    }

    @Test
    void isNotHeldWhenItWasNeverReached() {
        LoadRecord record = new LoadRecord(spec("threads", "50"));
        record.note(Duration.ZERO, new LoadReading(Kind.THREADS, 49, 49, 0, 1, 0), false);
        LoadResult result = record.result();
        assertFalse(result.isHeld());
        assertTrue(result.words().contains("not reached"), result.words());
        assertTrue(result.words().contains("refused 1"), result.words());
    }
}
