package dev.ballast.launcher.linux;

/**
 * System call numbers, from the kernel's arch/x86/entry/syscalls and
 * include/uapi/asm-generic/unistd.h.
 */
enum SystemCall {
    OPENAT(257, 56),
    OPENAT2(437, 437),
    MKDIRAT(258, 34),
    UNLINKAT(263, 35),
    FACCESSAT2(439, 439),
    STATX(332, 291),
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    MINCORE(27, 232),
    MLOCK(149, 228),
    MEMFD_CREATE(319, 279),
    FTRUNCATE(77, 46),
    LSEEK(8, 62),
    IOCTL(16, 29),
    PPOLL(271, 73),
    PIPE2(293, 59),
    KILL(62, 129),
    SOCKET(41, 198),
    CONNECT(42, 203),
    GETSOCKOPT(55, 209),
    SETPRIORITY(141, 140),
    SCHED_SETSCHEDULER(144, 119),
    GETEUID(107, 175),
    GETEGID(108, 177),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    SETNS(308, 268),
    UNAME(63, 160),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424);

    private static final boolean IS_AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    private final int x86;
    private final int aarch64;

    SystemCall(int x86, int aarch64) {
        this.x86 = x86;
        this.aarch64 = aarch64;
    }

    int number() {
        return IS_AARCH64 ? aarch64 : x86;
    }
}
