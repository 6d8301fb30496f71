import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;

/** Looks at a few pages of a mapped file, here and there, every 10 ms. */
public class Rereads {
    private static final int PAGE = 4 << 10;
    private static final int LOOKS = 50;

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(7);
        try (RandomAccessFile file = new RandomAccessFile(arguments[0], "r")) {
            MappedByteBuffer pages =
                    file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, file.length());
            System.out.println("READY");
            int count = pages.capacity() / PAGE;
            int sum = 0;
            while (sum >= 0) {
                for (int i = 0; i < LOOKS; i++) {
                    sum = (sum + pages.get(random.nextInt(count) * PAGE)) & Integer.MAX_VALUE;
                }
                Thread.sleep(10);
            }
        }
    }
}
