package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;

/** Threads of ours, as the kernel's scheduler knows them. */
public final class ThreadPriority {
    public static final int CALLING_THREAD = 0;

    private static final long SCHED_FIFO = 1;

    /** Threads and processes that it starts are ordinary ones again. */
    private static final long SCHED_RESET_ON_FORK = 0x40000000;

    private static final int LOWEST_REAL_TIME_PRIORITY = 1;

    private static final long PRIO_PROCESS = 0;
    private static final long HIGHEST_NICE = -20;

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
     * Lets a thread of any process get the larger part of the time that it has to share with its
     * neighbours, until it ends. Processes that it starts inherit it. Needs CAP_SYS_NICE.
     */
    public static void prefer(int thread) throws IOException {
        Libc.call(SystemCall.SETPRIORITY, "thread " + thread, PRIO_PROCESS, thread, HIGHEST_NICE);
    }
}
