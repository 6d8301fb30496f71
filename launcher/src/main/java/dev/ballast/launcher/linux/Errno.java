package dev.ballast.launcher.linux;

import java.io.IOException;

/** A system call that failed, with the kernel's word for it. */
public final class Errno extends IOException {
    private static final long serialVersionUID = 1;

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EAGAIN = 11;
    public static final int EPIPE = 32;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    public static final int ECONNRESET = 104;

    private final int code;

    Errno(String call, String subject, int code) {
        super(call + " `" + subject + "`: " + Libc.strerror(code));
        this.code = code;
    }

    /** What the kernel's error is called in this process's locale, as Java words it too. */
    public static String words(int errno) {
        return Libc.strerror(errno);
    }

    public boolean is(int errno) {
        return code == errno;
    }
}
