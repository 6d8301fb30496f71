package dev.ballast.launcher.linux;

import com.sun.jna.Memory;

/** Type, owner and permissions of a file, as statx(2) tells them; the ids are the launcher's. */
public record FileStatus(int mode, int uid, int gid, int links, long sizeBytes) {
    static final int STATX_BYTES = 256;
    static final long STATX_BASIC_STATS = 0x7ff;

    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;
    private static final int S_IFREG = 0100000;

    /** struct statx: mask 0, nlink 16, uid 20, gid 24, mode 28 (16 bit), size 40. */
    static FileStatus of(Memory statx) {
        return new FileStatus(
                statx.getShort(28) & 0xffff,
                statx.getInt(20),
                statx.getInt(24),
                statx.getInt(16),
                statx.getLong(40));
    }

    public boolean isSocket() {
        return (mode & S_IFMT) == S_IFSOCK;
    }

    public boolean isRegularFile() {
        return (mode & S_IFMT) == S_IFREG;
    }
}
