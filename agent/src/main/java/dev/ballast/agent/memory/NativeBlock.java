package dev.ballast.agent.memory;

/**
 * Native memory outside every limit of the JVM: one block of malloc, grown and shrunk in place.
 *
 * <p>Why one block: glibc serves a block of more than 32 MiB as a mapping of its own, and its
 * realloc is then {@code mremap}: growing takes address space but touches nothing, shrinking gives
 * whole pages back at once. And freeing a mapping of at most 32 MiB would raise glibc's mmap
 * threshold for the whole process for the rest of its life, so the block never gets that small
 * before it is freed whole.
 */
final class NativeBlock implements Area {
    /**
     * glibc's DEFAULT_MMAP_THRESHOLD_MAX on 64 bit, and one MiB for its own and the JVM's headers.
     */
    private static final long SMALLEST_BLOCK_BYTES = 33L << 20;

    /** Address space is taken in these steps; it costs nothing until it is touched. */
    private static final long GROWTH_BYTES = 64L << 20;

    /**
     * glibc's header (16) and the one of Native Memory Tracking (16, when it is on), with room to
     * spare.
     */
    private static final long HEADER_BYTES = 64;

    private final RawMemory memory;
    private long address;
    private long capacityBytes;
    private long heldBytes;

    /** Where touching goes on. */
    private long touchedBytes;

    NativeBlock(RawMemory memory) {
        this.memory = memory;
    }

    @Override
    public long heldBytes() {
        return heldBytes;
    }

    @Override
    public boolean moveTowards(long wantedBytes, long stepBytes) {
        long wanted = wantedBytes - wantedBytes % memory.pageBytes();
        if (wanted < heldBytes) {
            shrink(wanted);
        }
        if (wanted > heldBytes) {
            grow(Math.min(wanted, heldBytes + stepBytes));
        }
        return heldBytes == wanted;
    }

    @Override
    public long touchAgain(long stepBytes) {
        long pageBytes = memory.pageBytes();
        if (touchedBytes < pageBytes || touchedBytes >= heldBytes) {
            touchedBytes = pageBytes; // the first page is not ours to write to
        }
        long from = touchedBytes;
        long to = Math.min(heldBytes, from + stepBytes - stepBytes % pageBytes);
        if (to <= from) {
            return 0;
        }
        long firstPage = address - address % pageBytes;
        memory.touch(firstPage + from, firstPage + to);
        touchedBytes = to;
        return to - from;
    }

    @Override
    public void release() {
        if (address != 0) {
            memory.free(address);
        }
        address = 0;
        capacityBytes = 0;
        heldBytes = 0;
    }

    private void grow(long bytes) {
        if (capacityBytes < bytes) {
            resize(bytes + GROWTH_BYTES - bytes % GROWTH_BYTES);
        }
        // The first page begins with the headers, so it is resident already, and not ours to write
        // to.
        long firstPage = address - address % memory.pageBytes();
        memory.touch(firstPage + Math.max(heldBytes, memory.pageBytes()), firstPage + bytes);
        heldBytes = bytes;
    }

    private void shrink(long bytes) {
        if (bytes >= SMALLEST_BLOCK_BYTES) {
            resize(bytes);
            heldBytes = bytes;
        } else {
            // Too small to be cut in place: given back whole, and the caller grows it again.
            release();
        }
    }

    /** Makes room for {@code bytes} of whole pages, the one with the headers included. */
    private void resize(long bytes) {
        address =
                address == 0
                        ? memory.allocate(bytes - HEADER_BYTES)
                        : memory.reallocate(address, bytes - HEADER_BYTES);
        capacityBytes = bytes;
    }
}
