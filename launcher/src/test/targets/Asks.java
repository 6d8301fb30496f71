import java.nio.ByteBuffer;

/** Asks for a little more of the kind it is told, again and again, and says whether it got it. */
public class Asks {
    private static final int PIECES = 8;
    private static final int PIECE_BYTES = 1 << 20;
    private static final byte[] GOT = "got it\n".getBytes();
    private static final byte[] REFUSED = "refused\n".getBytes();

    public static void main(String[] arguments) throws Exception {
        System.out.println("READY");
        while (true) {
            try {
                Thread.sleep(100);
                ask(arguments[0]);
                say(GOT);
            } catch (OutOfMemoryError error) {
                say(REFUSED);
            }
        }
    }

    /** In a full heap even words are too much. */
    private static void say(byte[] line) {
        try {
            System.out.write(line, 0, line.length);
            System.out.flush();
        } catch (OutOfMemoryError again) {
            return; // the next one will do
        }
    }

    private static void ask(String kind) throws Exception {
        if (kind.equals("threads")) {
            Thread thread = new Thread();
            thread.start();
            thread.join();
            return;
        }
        Object[] kept = new Object[PIECES];
        for (int i = 0; i < PIECES; i++) {
            kept[i] = kind.equals("direct") ? ByteBuffer.allocateDirect(PIECE_BYTES) : new byte[PIECE_BYTES];
        }
    }
}
