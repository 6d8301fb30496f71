package dev.ballast.launcher.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FuseSizeTest {
    private static final long MIB = 1 << 20;
    private static final FuseSize SAFEPOINT = new FuseSize.ForSafepoint();

    private static Heap heap(long maxMiB) {
        return new Heap(0, 0, maxMiB * MIB);
    }

    private static long mebibytes(FuseSize size, long maxMiB, long touchedMiB, long roomMiB) {
        return size.bytes(heap(maxMiB), touchedMiB * MIB, roomMiB * MIB) / MIB;
    }

    @Test
    void isNothingOrWhatTheUserSaid() {
        assertEquals(0, mebibytes(new FuseSize.None(), 400, 100, 0));
        assertEquals(70, mebibytes(new FuseSize.Fixed(70 * MIB), 400, 100, 500));
    }

    /** 20 MiB of tables, 4 of the JVM's rest, 4 for whoever comes first. */
    @Test
    void coversAHeapThatWasNeverTouchedUpToHalfOfIt() {
        assertEquals(200 + 28, mebibytes(SAFEPOINT, 400, 0, 0));
        assertEquals(200 + 28, mebibytes(SAFEPOINT, 400, 200, 0));
        assertEquals(100 + 28, mebibytes(SAFEPOINT, 400, 300, 0));
        assertEquals(28, mebibytes(SAFEPOINT, 400, 400, 0));
    }

    @Test
    void leavesOutWhatIsFreeAlsoWhenTheLauncherIsLate() {
        assertEquals(128, mebibytes(SAFEPOINT, 400, 300, 128));
        assertEquals(128 - 50, mebibytes(SAFEPOINT, 400, 300, 128 + 50));
        assertEquals(0, mebibytes(SAFEPOINT, 400, 300, 128 + 128));
        assertEquals(0, mebibytes(SAFEPOINT, 400, 300, 1000));
    }

    /** The agent has not told a heap yet, or one that is used beyond what it may. */
    @Test
    void isTheJvmsRestWithoutAHeap() {
        assertEquals(8, mebibytes(SAFEPOINT, 0, 0, 0));
        assertEquals(28, mebibytes(SAFEPOINT, 400, 500, 0));
    }
}
