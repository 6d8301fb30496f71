package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;

/** Threads of ours, as the kernel's scheduler knows them. */
public final class ThreadPriority {
    private static final long SCHED_FIFO = 1;

    /** Threads and processes that it starts are ordinary ones again. */
    private static final long SCHED_RESET_ON_FORK = 0x40000000;

    private static final int LOWEST_REAL_TIME_PRIORITY = 1;

    private static final long PRIO_PROCESS = 0;
    private static final long CALLING_THREAD = 0;

    /** Weighs as much as 87 ordinary threads. */
    private static final long HIGHEST_NICE = -20;

    /** As 9. */
    private static final long RAISED_NICE = -10;

    private ThreadPriority() {}

    /**
     * Lets the calling thread run as soon as it wakes up, before every ordinary thread of the
     * machine, until it ends. For a thread that sleeps most of the time. Needs CAP_SYS_NICE. A nice
     * value would not do: with autogroups it counts within a session only.
     */
    public static void first() throws IOException {
        try (Memory priority = new Memory(Integer.BYTES)) { // struct sched_param
            priority.setInt(0, LOWEST_REAL_TIME_PRIORITY);
            Libc.call(
                    SystemCall.SCHED_SETSCHEDULER,
                    "own thread",
                    0,
                    SCHED_FIFO | SCHED_RESET_ON_FORK,
                    Pointer.nativeValue(priority));
            Reference.reachabilityFence(priority);
        }
    }

    /**
     * Lets a thread of any process get nearly all of the time that it has to share with its
     * neighbours, until it ends. Needs CAP_SYS_NICE.
     */
    public static void prefer(int thread) throws IOException {
        setNice(thread, HIGHEST_NICE);
    }

    /**
     * Lets the calling thread, and processes that it starts, get the larger part of the time that
     * they have to share with their neighbours. Needs CAP_SYS_NICE.
     */
    public static void raise() throws IOException {
        setNice(CALLING_THREAD, RAISED_NICE);
    }

    private static void setNice(long thread, long nice) throws IOException {
        Libc.call(SystemCall.SETPRIORITY, "thread " + thread, PRIO_PROCESS, thread, nice);
    }
}
