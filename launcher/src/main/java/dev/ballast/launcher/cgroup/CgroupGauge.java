package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;

/** The gauge of a cgroup; what is kept in which file is the version's. */
abstract class CgroupGauge implements MemoryGauge {
    private static final String STATISTICS = "memory.stat";

    private final Path folder;
    private final String limitFile;
    private final OpenFile charged;
    private final OpenFile statistics;
    private OpenFile limit;

    CgroupGauge(Path folder, String limitFile, String chargedFile) throws IOException {
        this.folder = folder;
        this.limitFile = limitFile;
        this.charged = OpenFile.open(folder, chargedFile);
        this.statistics = OpenFile.open(folder, STATISTICS);
    }

    abstract Limit parseLimit(String text) throws IOException;

    abstract MemoryUse use(ByteSize charged, OpenFile statistics) throws IOException;

    @Override
    public ByteSize limit() throws IOException {
        if (limit == null) {
            limit = OpenFile.open(folder, limitFile);
        }
        if (parseLimit(limit.read().text()) instanceof Limit.Of of) {
            return of.size();
        }
        throw new IOException("the limit in `" + folder + "` has been taken away");
    }

    @Override
    public MemoryUse use() throws IOException {
        return use(new ByteSize(charged.read().number()), statistics.read());
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
