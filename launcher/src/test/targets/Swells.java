import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds so many MiB of direct memory, and takes so many more each time a byte comes on standard
 * input.
 */
public class Swells {
    private static final List<ByteBuffer> TAKEN = new ArrayList<>();

    public static void main(String[] mebibytes) throws Exception {
        take(Integer.parseInt(mebibytes[0]));
        System.out.println("READY");
        while (System.in.read() >= 0) {
            take(Integer.parseInt(mebibytes[1]));
            System.out.println("SWOLLEN");
        }
    }

    private static void take(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            TAKEN.add(ByteBuffer.allocateDirect(1 << 20));
        }
    }
}
