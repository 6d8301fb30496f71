import java.io.IOException;

/**
 * Forks shells from several of its threads, each of which forks again; and one more each time a line
 * comes on standard input.
 */
public class Forks {
    public static void main(String[] arguments) throws Exception {
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(Forks::fork);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("READY");
        while (System.in.read() >= 0) {
            fork();
            System.out.println("FORKED");
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void fork() {
        try {
            // The shell stays as the parent of the sleep: it has a command to run after it.
            new ProcessBuilder("sh", "-c", "sleep 3600; true").start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
