package dev.ballast.launcher.linux;

/** The unit in which the kernel counts memory: 4 KiB on x86-64; up to 64 KiB on aarch64. */
public final class PageSize {
    private PageSize() {}

    public static long bytes() {
        return Libc.getpagesize();
    }
}
