import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Grows and shrinks in random bursts, in the heap and beside it, as fast as two threads can, and
 * measures its own stalls meanwhile.
 *
 * <p>{@code Bursts SEED MEBIBYTES}: says READY, and works until a SIGTERM: then it finishes the
 * burst that it is at and ends with {@code DONE bursts=... longestGapMs=... gcMs=...}.
 */
public class Bursts {
    private static final int PIECE = 128 << 10;
    private static final int SLICE = 1 << 20;
    private static final Object UNSAFE = unsafe();
    private static final Method ALLOCATE = method("allocateMemory", long.class);
    private static final Method SET = method("setMemory", long.class, long.class, byte.class);
    private static final Method FREE = method("freeMemory", long.class);
    private static volatile long longestGapNanos;
    private static volatile Object garbage;
    private static volatile boolean isOver;

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[0]));
        int mebibytes = Integer.parseInt(arguments[1]);
        burst(1 + random.nextInt(2), mebibytes / 2, mebibytes / 2).give();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main)));
        System.out.println("READY");
        Thread watch = new Thread(Bursts::watch, "watch");
        watch.setDaemon(true);
        watch.setPriority(Thread.MAX_PRIORITY);
        watch.start();
        int bursts = 0;
        while (!isOver) {
            int size = 1 + random.nextInt(mebibytes);
            int inHeap = random.nextInt(3) * size / 2;
            Taken taken = burst(1 + random.nextInt(2), inHeap, size - inHeap);
            Thread.sleep(random.nextInt(400));
            taken.give();
            Thread.sleep(random.nextInt(400));
            bursts++;
        }
        System.out.println(
                "DONE bursts="
                        + bursts
                        + " longestGapMs="
                        + longestGapNanos / 1_000_000
                        + " gcMs="
                        + gcMillis());
        System.out.flush();
    }

    private static void end(Thread main) {
        isOver = true;
        try {
            main.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one burst has taken. */
    private static final class Taken {
        final List<byte[]> heap = new ArrayList<>();
        long address;

        void give() throws Exception {
            heap.clear();
            if (address != 0) {
                FREE.invoke(UNSAFE, address);
                address = 0;
            }
        }
    }

    private static Taken burst(int threads, int heapMebibytes, int nativeMebibytes)
            throws Exception {
        Taken taken = new Taken();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> fill(taken.heap, heapMebibytes * 8 / threads));
            thread.start();
            all.add(thread);
        }
        if (nativeMebibytes > 0) {
            long bytes = (long) nativeMebibytes << 20;
            taken.address = (Long) ALLOCATE.invoke(UNSAFE, Math.max(bytes, 33L << 20));
            for (long at = 0; at < bytes; at += SLICE) {
                SET.invoke(UNSAFE, taken.address + at, (long) SLICE, (byte) 1);
            }
        }
        for (Thread thread : all) {
            thread.join();
        }
        return taken;
    }

    private static void fill(List<byte[]> heap, int pieces) {
        for (int i = 0; i < pieces; i++) {
            byte[] piece = new byte[PIECE];
            for (int j = 0; j < 20; j++) {
                garbage = new byte[8192];
            }
            synchronized (heap) {
                heap.add(piece);
            }
        }
    }

    /** The longest time in which no Java thread of this priority ran: pauses, stalls, the machine. */
    private static void watch() {
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(1_000_000);
            long now = System.nanoTime();
            longestGapNanos = Math.max(longestGapNanos, now - last);
            last = now;
        }
    }

    private static long gcMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += collector.getCollectionTime();
        }
        return sum;
    }

    /** By reflection, since the compiler does not show it for Java 8. */
    private static Object unsafe() {
        try {
            Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            return UNSAFE.getClass().getMethod(name, parameters);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
