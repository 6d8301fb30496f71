package dev.ballast.launcher.probe;

import dev.ballast.launcher.lab.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The same by TLS, with a certificate that it has signed itself. */
final class SecureServer {
    private static final String PASSWORD = "secret";

    private SecureServer() {}

    /** Makes its key and certificate. */
    static void store(Path store, String extension) throws IOException {
        Lab.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "ballast",
                "-keyalg",
                "EC",
                "-dname",
                "CN=ballast",
                "-ext",
                extension,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
    }

    static RawServer of(Path store, RawServer.Conversation conversation) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new RawServer(
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                client -> {
                    conversation.with(client);
                    client.shutdownOutput();
                });
    }
}
