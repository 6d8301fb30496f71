package dev.ballast.launcher.linux;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * A user and a group that the kernel checks access with, as numbers of the launcher's user
 * namespace.
 */
public record Credentials(int uid, int gid) {
    private static final long UNCHANGED = -1;

    /** Written out for the reason that {@code ProcessId} gives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that && uid == that.uid && gid == that.gid;
    }

    @Override
    public int hashCode() {
        return 31 * uid + gid;
    }

    /** Those of the calling thread. */
    public static Credentials own() throws IOException {
        return new Credentials(
                (int) Libc.call(SystemCall.GETEUID, "self"),
                (int) Libc.call(SystemCall.GETEGID, "self"));
    }

    /**
     * Runs the task with these credentials, in a thread that ends with it: the group first, then
     * the user, by raw system calls, which change this one thread. With a user other than 0 the
     * kernel takes the thread's effective capabilities away, so the target's own permissions apply.
     */
    public <T> T run(Callable<T> task) throws IOException {
        if (equals(own())) {
            return call(task);
        }
        return OwnThread.run(
                "ballast-credentials",
                () -> {
                    take();
                    return task.call();
                });
    }

    private void take() throws IOException {
        Libc.call(SystemCall.SETGROUPS, "no supplementary groups", 0, 0);
        Libc.call(SystemCall.SETRESGID, "gid " + gid, UNCHANGED, gid, UNCHANGED);
        Libc.call(SystemCall.SETRESUID, "uid " + uid, UNCHANGED, uid, UNCHANGED);
    }

    private static <T> T call(Callable<T> task) throws IOException {
        try {
            return task.call();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
