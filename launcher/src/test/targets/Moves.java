import java.util.ArrayDeque;
import java.util.Locale;

/**
 * An application whose live set moves: between two parts of the heap, there and back in a period, and
 * beside it garbage. Prints a line a second: {@code live 23 MiB, garbage 51 MiB/s, oom 0}.
 *
 * <pre>Moves [low %] [high %] [period in s] [garbage in MiB/s]</pre>
 */
public class Moves {
    private static final int CHUNK = 32 << 10;

    public static void main(String[] arguments) throws Exception {
        double low = number(arguments, 0, 10);
        double high = number(arguments, 1, 30);
        double period = number(arguments, 2, 20);
        double garbage = number(arguments, 3, 50);
        long max = Runtime.getRuntime().maxMemory();
        ArrayDeque<byte[]> live = new ArrayDeque<>();
        long start = System.nanoTime();
        System.out.println("READY");
        long second = 0;
        long made = 0;
        int oom = 0;
        byte[] sink = null;
        while (true) {
            double seconds = (System.nanoTime() - start) / 1e9;
            double part = (1 - Math.cos(2 * Math.PI * seconds / period)) / 2;
            long wanted = (long) (max * (low + (high - low) * part) / 100 / CHUNK);
            try {
                while (live.size() < wanted) {
                    live.add(new byte[CHUNK - 16]);
                }
                while (live.size() > wanted) {
                    live.remove();
                }
                while (made < garbage * (1 << 20) * seconds) {
                    sink = new byte[CHUNK - 16];
                    made += CHUNK;
                }
            } catch (OutOfMemoryError full) {
                oom++;
            }
            if ((long) seconds != second) {
                second = (long) seconds;
                System.out.println(
                        String.format(
                                Locale.ROOT,
                                "%d s: live %d MiB, oom %d",
                                second,
                                (long) live.size() * CHUNK >> 20,
                                oom));
            }
            Thread.sleep(2);
        }
    }

    private static double number(String[] arguments, int at, double usual) {
        return arguments.length > at ? Double.parseDouble(arguments[at]) : usual;
    }
}
