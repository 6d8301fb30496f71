import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what the lines of {@code /tmp/commands} say, one after the other, as they are added there:
 * {@code allocate MEBIBYTES} of garbage, {@code retain MEBIBYTES}, {@code release}, {@code collect},
 * {@code threads COUNT}, and {@code heap}, {@code array}, {@code direct}, {@code metaspace}, {@code
 * stack} with a count of errors to throw and to catch. Says READY, and {@code DONE} with each line.
 */
public class Collects {
    private static final int PIECE = 32 << 10;
    private static final List<Object> retained = new ArrayList<>();
    private static volatile Object garbage;

    public static void main(String[] arguments) throws Exception {
        File commands = new File("/tmp/commands");
        commands.createNewFile();
        System.out.println("READY");
        int done = 0;
        while (true) {
            List<String> lines = Files.readAllLines(commands.toPath());
            for (String line : lines.subList(done, lines.size())) {
                String[] words = line.split(" ");
                execute(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0);
                System.out.print("DONE " + line + "\n"); // one write: a JVM's log may be there too
            }
            done = lines.size();
            Thread.sleep(5);
        }
    }

    private static void execute(String act, int count) {
        switch (act) {
            case "allocate":
                for (int i = 0; i < count * ((1 << 20) / PIECE); i++) {
                    garbage = new byte[PIECE];
                }
                break;
            case "retain":
                for (int i = 0; i < count * ((1 << 20) / PIECE); i++) {
                    retained.add(new byte[PIECE]);
                }
                break;
            case "release":
                retained.clear();
                break;
            case "collect":
                System.gc();
                break;
            case "threads":
                for (int i = 0; i < count; i++) {
                    Thread thread = new Thread(() -> LockSupport.park(), "waits-" + i);
                    thread.setDaemon(true);
                    thread.start();
                }
                break;
            default:
                for (int i = 0; i < count; i++) {
                    fail(act);
                }
        }
    }

    private static void fail(String act) {
        try {
            switch (act) {
                case "heap":
                    garbage = new long[(1 << 28) - 1]; // 2 GiB: more than the heap
                    break;
                case "array":
                    garbage = new long[Integer.MAX_VALUE]; // more than HotSpot makes
                    break;
                case "direct":
                    garbage = ByteBuffer.allocateDirect(Integer.MAX_VALUE);
                    break;
                case "metaspace":
                    loadWithoutEnd();
                    break;
                default:
                    overflow();
            }
            System.out.println("no error of " + act);
        } catch (OutOfMemoryError | StackOverflowError wanted) {
            garbage = null;
        }
    }

    /** This class, again and again, each time by another loader, which is kept. */
    private static void loadWithoutEnd() {
        byte[] bytes = ownBytes();
        List<Object> loaders = new ArrayList<>();
        while (true) {
            loaders.add(new Loader().define(bytes));
        }
    }

    private static byte[] ownBytes() {
        try (InputStream file = Collects.class.getResourceAsStream("Collects.class")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int next = file.read(); next >= 0; next = file.read()) {
                bytes.write(next);
            }
            return bytes.toByteArray();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static final class Loader extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass("Collects", bytes, 0, bytes.length);
        }
    }

    private static void overflow() {
        overflow();
    }
}
