import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Maps a file with the longest possible name tens of thousands of times. */
public class Maps {
    private static final int MAPPINGS = 50000;

    static final List<ByteBuffer> KEPT = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        StringBuilder name = new StringBuilder("/tmp");
        for (int i = 0; i < 15; i++) {
            name.append('/');
            for (int j = 0; j < 250; j++) {
                name.append('x');
            }
        }
        Path file = Files.createDirectories(Paths.get(name.toString())).resolve("x");
        Files.write(file, new byte[4096]);
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int i = 0; i < MAPPINGS; i++) {
                KEPT.add(open.map(FileChannel.MapMode.READ_ONLY, 0, 4096));
            }
        }
        System.out.println("READY");
        Thread.sleep(Long.MAX_VALUE);
    }
}
