package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The gauge of a cgroup; what is kept in which file is the version's.
 *
 * <p>For memory.stat the kernel adds up what each processor has counted, and prints 2 KiB: ten
 * times the cost of what is charged. As long as that is the same number to the page, nothing has
 * come or gone. Only at the limit does the kernel take a file's page for each that it gives.
 */
abstract class CgroupGauge implements MemoryGauge {
    private static final String STATISTICS = "memory.stat";

    /** For so long at most: what is mapped, and what waited for a disk, may change alone. */
    private static final long KEPT_NANOS = 20_000_000;

    /** The kernel begins to reclaim when the next huge page does not fit. */
    private static final long RECLAIMS_WITHIN_BYTES = 3 << 20;

    private final Path folder;
    private final String limitFile;
    private final OpenFile charged;
    private final OpenFile statistics;
    private OpenFile limit;
    private long limitBytes; // 0 before it was asked for: then nothing is kept
    private MemoryUse use;
    private long useNanos;

    CgroupGauge(Path folder, String limitFile, String chargedFile) throws IOException {
        this.folder = folder;
        this.limitFile = limitFile;
        this.charged = OpenFile.open(folder, chargedFile);
        this.statistics = OpenFile.open(folder, STATISTICS);
    }

    abstract Limit parseLimit(OpenFile file) throws IOException;

    abstract MemoryUse use(ByteSize charged, OpenFile statistics) throws IOException;

    @Override
    public ByteSize limit() throws IOException {
        if (limit == null) {
            limit = OpenFile.open(folder, limitFile);
        }
        if (parseLimit(limit.read()) instanceof Limit.Of of) {
            limitBytes = of.size().bytes();
            return of.size();
        }
        throw new IOException("the limit in `" + folder + "` has been taken away");
    }

    @Override
    public MemoryUse use() throws IOException {
        ByteSize now = new ByteSize(charged.read().number());
        long nanos = System.nanoTime();
        if (use == null || !use.charged().equals(now) || !isStill(now, nanos)) {
            use = use(now, statistics.read());
            useNanos = nanos;
        }
        return use;
    }

    private boolean isStill(ByteSize now, long nanos) {
        return now.bytes() < limitBytes - RECLAIMS_WITHIN_BYTES && nanos - useNanos < KEPT_NANOS;
    }

    @Override
    public void close() throws IOException {
        try {
            charged.close();
        } finally {
            try {
                statistics.close();
            } finally {
                if (limit != null) {
                    limit.close();
                }
            }
        }
    }
}
