package dev.ballast.agent.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which pages are touched again; on a memory that only notes what was done to it. */
class NativeBlockTest {
    private static final long PAGE = 4096;
    private static final long ADDRESS = 0x7f00_0000_0010L; // behind glibc's header

    /** Page addresses, and how often each was written to. */
    private final TreeMap<Long, Integer> touched = new TreeMap<>();

    private final NativeBlock block = new NativeBlock(new Noting());

    private final class Noting implements RawMemory {
        @Override
        public long pageBytes() {
            return PAGE;
        }

        @Override
        public long allocate(long bytes) {
            return ADDRESS;
        }

        @Override
        public long reallocate(long address, long bytes) {
            return ADDRESS;
        }

        @Override
        public void free(long address) {}

        @Override
        public void touch(long from, long to) {
            for (long page = from; page < to; page += PAGE) {
                touched.merge(page, 1, Integer::sum);
            }
        }

        @Override
        public void unmap(ByteBuffer buffer) {}

        @Override
        public long maxDirectBytes() {
            return 0;
        }
    }

    @Test
    void touchesEveryHeldPageOnceARoundAndNeverTheHeaders() {
        block.moveTowards(10 * PAGE, 10 * PAGE);
        assertEquals(9, touched.size());
        touched.clear();
        assertEquals(4 * PAGE, block.touchAgain(4 * PAGE));
        assertEquals(4 * PAGE, block.touchAgain(4 * PAGE));
        assertEquals(PAGE, block.touchAgain(4 * PAGE), "the rest of the round");
        assertEquals(9, touched.size());
        assertEquals(ADDRESS - 0x10 + PAGE, touched.firstKey());
        assertEquals(ADDRESS - 0x10 + 9 * PAGE, touched.lastKey());
        touched.values().forEach(times -> assertEquals(1, times));
        assertEquals(4 * PAGE, block.touchAgain(4 * PAGE), "from the beginning");
        assertEquals(2, touched.get(touched.firstKey()));
    }

    @Test
    void touchesNothingBehindWhatItHoldsAfterItHasShrunk() {
        block.moveTowards(64L << 20, 64L << 20);
        while (block.touchAgain(16L << 20) == 16L << 20) {
            continue;
        }
        block.moveTowards(40L << 20, 0);
        touched.clear();
        block.touchAgain(64L << 20);
        assertEquals(ADDRESS - 0x10 + (40L << 20) - PAGE, touched.lastKey());
    }

    @Test
    void touchesNothingWhenItHoldsNothing() {
        assertEquals(0, block.touchAgain(PAGE));
        block.moveTowards(PAGE, PAGE);
        assertEquals(0, block.touchAgain(PAGE), "the first page is glibc's");
        block.release();
        assertEquals(0, block.touchAgain(PAGE));
        assertEquals(0, touched.size());
    }
}
