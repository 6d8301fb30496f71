import java.io.RandomAccessFile;
import java.util.Random;

/** Reads pieces of a file, here and there, as fast as it gets them. */
public class Rereads {
    private static final int PIECE = 16 << 10;

    public static void main(String[] arguments) throws Exception {
        byte[] piece = new byte[PIECE];
        Random random = new Random(7);
        try (RandomAccessFile file = new RandomAccessFile(arguments[0], "r")) {
            System.out.println("READY");
            int pieces = (int) (file.length() / PIECE);
            while (true) {
                file.seek((long) random.nextInt(pieces) * PIECE);
                file.readFully(piece);
            }
        }
    }
}
