import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes 60 MiB of direct memory when a "g" comes on standard input, frees it at an "f". */
public class Grows {
    public static void main(String[] arguments) throws Exception {
        List<ByteBuffer> taken = new ArrayList<>();
        System.out.println("READY");
        int command;
        while ((command = System.in.read()) >= 0) {
            if (command == 'g') {
                for (int i = 0; i < 60; i++) {
                    taken.add(ByteBuffer.allocateDirect(1 << 20));
                    Thread.sleep(2);
                }
                System.out.println("GROWN");
            } else if (command == 'f') {
                taken.clear();
                System.gc();
                System.out.println("FREED");
            }
        }
    }
}
