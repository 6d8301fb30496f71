package dev.ballast.launcher.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of the test's own on loopback, which does to each client what it is told to. */
final class RawServer implements AutoCloseable {
    interface Conversation {
        void with(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    RawServer(ServerSocket listener, Conversation conversation) {
        this.listener = listener;
        start(() -> accept(conversation));
    }

    static RawServer that(Conversation conversation) throws IOException {
        return new RawServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
    }

    /** One that says this, ends its side and reads on. */
    static RawServer saying(String text) throws IOException {
        return that(
                client -> {
                    say(client, text);
                    client.shutdownOutput();
                });
    }

    static void say(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Conversation conversation) {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.add(client);
                start(() -> talk(client, conversation));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void talk(Socket client, Conversation conversation) {
        try {
            requests.add(request(client.getInputStream()));
            conversation.with(client);
        } catch (IOException itWentAway) {
            return;
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            request.append((char) next);
        }
        return request.toString();
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + path);
    }

    List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
