import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers every request on this port of its loopback interface with a greeting. */
public class Serves {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        ServerSocket server =
                new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        System.out.println("READY");
        byte[] answer =
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes("US-ASCII");
        while (true) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                OutputStream out = client.getOutputStream();
                out.write(answer);
                out.flush();
            }
        }
    }
}
