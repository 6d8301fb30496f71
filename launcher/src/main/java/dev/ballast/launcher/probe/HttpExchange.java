package dev.ballast.launcher.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * One GET over a connection of its own, by the thread that calls it, in bounded memory. Nothing in
 * it has a deadline but connecting: another thread ends it by {@link #abort}.
 */
final class HttpExchange implements Callable<Observation.Answer> {
    /**
     * 1.6 MB of header at most: 16 KiB is what a Tomcat or nginx sends at most as it is delivered.
     */
    private static final Http1Config BOUNDS =
            Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(100).build();

    private static final int PIECE_BYTES = 8 << 10;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final URI uri;
    private final Optional<SSLSocketFactory> tls;
    private final List<InetAddress> addresses;
    private final long deadlineNanos;
    private Socket socket;
    private boolean isAborted;
    private volatile String stage = "it does not accept the connection";

    /**
     * @param tls none for http
     * @param addresses of the URI's host, tried in this order until one accepts the connection
     * @param deadlineNanos by {@link System#nanoTime}
     */
    HttpExchange(
            URI uri,
            Optional<SSLSocketFactory> tls,
            List<InetAddress> addresses,
            long deadlineNanos) {
        this.uri = uri;
        this.tls = tls;
        this.addresses = addresses;
        this.deadlineNanos = deadlineNanos;
    }

    /** What it waits for, or has waited for. */
    String stage() {
        return stage;
    }

    /**
     * @throws Unconnected when no connection came about
     * @throws HttpException for what is no HTTP
     */
    @Override
    public Observation.Answer call() throws IOException, HttpException {
        long start = System.nanoTime();
        try (Socket plain = connect()) {
            return exchange(tls.isPresent() ? secured(plain) : plain, start);
        }
    }

    private Observation.Answer exchange(Socket connected, long start)
            throws IOException, HttpException {
        // Not closed: that would read what is left of the body. Its socket is.
        @SuppressWarnings("resource")
        DefaultBHttpClientConnection connection =
                new DefaultBHttpClientConnection(
                        BOUNDS, null, null, null, null, null, WholeHeaderParser::new);
        connection.bind(connected);
        stage = "it is connected, and no whole header has come";
        connection.sendRequestHeader(request());
        connection.flush();
        ClassicHttpResponse response = connection.receiveResponseHeader();
        while (isInterim(response.getCode())) {
            response = connection.receiveResponseHeader();
        }
        FirstBytes body = new FirstBytes();
        if (MessageSupport.canResponseHaveBody(Method.GET.name(), response)) {
            stage = "its status is " + response.getCode() + ", and its body has no end so far";
            connection.receiveResponseEntity(response);
            read(response, body);
        }
        double latency = (System.nanoTime() - start) / 1e9;
        return new Observation.Answer(
                Map.of("status", (double) response.getCode(), "latency", latency),
                Map.of("body", body.text()));
    }

    private static void read(ClassicHttpResponse response, FirstBytes body) throws IOException {
        if (response.getEntity() == null) {
            return;
        }
        @SuppressWarnings("resource") // as the connection
        InputStream content = response.getEntity().getContent();
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
            body.add(piece, count);
        }
    }

    /** 100 Continue, 103 Early Hints; what comes after 101 is no HTTP any more. */
    private static boolean isInterim(int status) {
        return status >= 100 && status < 200 && status != 101;
    }

    private BasicClassicHttpRequest request() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        BasicClassicHttpRequest request = new BasicClassicHttpRequest(Method.GET, path + query);
        request.setHeader("Host", uri.getRawAuthority());
        request.setHeader("User-Agent", "ballast/" + version());
        request.setHeader("Accept", "*/*");
        request.setHeader("Connection", "close");
        return request;
    }

    private static String version() {
        String version = HttpExchange.class.getPackage().getImplementationVersion();
        return version == null ? "unbuilt" : version; // outside of the jar
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : tls.isPresent() ? HTTPS_PORT : HTTP_PORT;
    }

    /** Each address gets its share of what is left of the time, so one cannot hide the others. */
    private Socket connect() throws IOException {
        IOException first = null;
        for (int i = 0; i < addresses.size(); i++) {
            long left = deadlineNanos - System.nanoTime();
            long millis = left / (addresses.size() - i) / 1_000_000;
            try {
                return connect(
                        new InetSocketAddress(addresses.get(i), port()),
                        (int) Math.min(Math.max(1, millis), Integer.MAX_VALUE));
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        throw first;
    }

    private Socket connect(InetSocketAddress address, int millis) throws IOException {
        Socket connecting = new Socket(Proxy.NO_PROXY); // whatever the launcher's JVM is told
        try {
            use(connecting);
            connecting.connect(address, millis);
            return connecting;
        } catch (IOException failure) {
            connecting.close();
            throw Unconnected.of(address, failure);
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        stage = "it is connected, and its TLS handshake has no end so far";
        SSLSocket socket =
                (SSLSocket) tls.get().createSocket(plain, withoutBrackets(), port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any name will do
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private String withoutBrackets() {
        return uri.getHost().replace("[", "").replace("]", "");
    }

    private synchronized void use(Socket connecting) throws IOException {
        if (isAborted) {
            throw new SocketTimeoutException("aborted");
        }
        socket = connecting;
    }

    /** Ends it, whatever it waits for. The plain socket: that of TLS waits for its writer. */
    synchronized void abort() {
        isAborted = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException closedAllTheSame) {
                return;
            }
        }
    }
}
