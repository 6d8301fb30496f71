import java.nio.ByteBuffer;

/** Asks for a little more of the kind it is told, again and again, and says whether it got it. */
public class Asks {
    private static final int PIECES = 8;
    private static final int PIECE_BYTES = 1 << 20;

    public static void main(String[] arguments) throws Exception {
        System.out.println("READY");
        while (true) {
            try {
                ask(arguments[0]);
                System.out.println("got it");
            } catch (OutOfMemoryError error) {
                System.out.println("refused: " + error.getMessage());
            }
            Thread.sleep(100);
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
