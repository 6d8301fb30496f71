import java.io.File;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** Has mapped a file that is called like a door of ballast's agent, and is none. */
public class FakesDoor {
    public static void main(String[] arguments) throws Exception {
        File file = File.createTempFile(".ballast-door-", "");
        RandomAccessFile open = new RandomAccessFile(file, "rw");
        MappedByteBuffer mapped = open.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 4096);
        file.delete();
        System.out.println("READY");
        while (mapped.get(0) == 0) {
            Thread.sleep(100);
        }
        System.out.println("written to");
    }
}
