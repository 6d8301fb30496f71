import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Listens at the attach socket of a JVM, of its own or of the one with the number that is given, and
 * answers as no JVM would. Needs Java 16 or later.
 */
public class Answers {
    public static void main(String[] arguments) throws Exception {
        String own = ManagementFactory.getRuntimeMXBean().getName().split("@")[0];
        File file = new File("/tmp/.java_pid" + (arguments.length > 1 ? arguments[1] : own));
        file.delete();
        Object address =
                Class.forName("java.net.UnixDomainSocketAddress")
                        .getMethod("of", String.class)
                        .invoke(null, file.getPath());
        ProtocolFamily unix =
                (ProtocolFamily)
                        Class.forName("java.net.StandardProtocolFamily")
                                .getField("UNIX")
                                .get(null);
        ServerSocketChannel server =
                (ServerSocketChannel)
                        ServerSocketChannel.class
                                .getMethod("open", ProtocolFamily.class)
                                .invoke(null, unix);
        server.bind((SocketAddress) address);
        System.out.println("READY");
        while (true) {
            try (SocketChannel client = server.accept()) {
                if (!arguments[0].equals("closes")) {
                    int length = client.read(ByteBuffer.allocate(4096));
                    System.out.println(length > 0 ? "RECEIVED " + length : "NOTHING");
                    answer(arguments[0], client);
                }
            } catch (java.io.IOException itWentAway) {
                System.out.println("GONE");
            }
        }
    }

    private static void answer(String how, SocketChannel client) throws Exception {
        switch (how) {
            case "never":
                client.read(ByteBuffer.allocate(1)); // until the other side gives up
                break;
            case "slowly":
                while (true) {
                    say(client, "0");
                    Thread.sleep(100);
                }
            case "endlessly":
                say(client, "0\n");
                byte[] piece = new byte[1 << 20];
                Arrays.fill(piece, (byte) 'x');
                for (int i = 0; i < 1024; i++) {
                    say(client, new String(piece, "US-ASCII"));
                }
                break;
            case "nothing":
                break;
            default:
                say(client, unescaped(how));
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\e", "\033")
                .replace("\\a", "\007")
                .replace("\\<", "\u202e"); // writes from right to left
    }

    private static void say(SocketChannel client, String text) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes("UTF-8"));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }
}
