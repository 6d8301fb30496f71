package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.NetNamespace;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Asks by a GET. Its answer has the numbers {@code status} and {@code latency} (seconds from before
 * connecting until the whole body was read; a name is looked up before) and the text {@code body}
 * (at most 64 KiB, as UTF-8).
 *
 * <p>Every look makes a connection of its own: under memory pressure, being accepted is what fails
 * first, and a kept connection would not show it. It follows no redirect, uses no proxy and asks
 * once. A host name is looked up as this host does it, also for a look from the container.
 */
public final class HttpProbe implements Probe {
    /** Within which closing the probe, or a thread that is still busy, is noticed. */
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private final URI uri;
    private final Optional<SSLSocketFactory> tls;
    private final Place place;
    private final TargetNetwork network;
    private final NameLookup names;

    private final ReentrantLock looking = new ReentrantLock();
    private Outpost outpost;
    private volatile boolean isClosed;

    /**
     * @throws IllegalArgumentException when the address is none of http or https, saying why
     */
    public HttpProbe(URI uri, Place place, TargetJvm target, Proc proc) {
        this(uri, place, target.process(), proc);
    }

    HttpProbe(URI uri, Place place, ProcessId target, Proc proc) {
        check(uri);
        this.uri = uri;
        this.tls = isHttps(uri) ? Optional.of(trusting()) : Optional.empty();
        this.place = place;
        this.network = new TargetNetwork(proc, target);
        this.names = new NameLookup(uri.getHost());
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * By the JDK's trust store. To read that takes longer than most looks, so it is done before.
     */
    private static SSLSocketFactory trusting() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private static void check(URI uri) {
        if (!isHttps(uri) && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "`" + uri + "` begins with neither http: nor https:");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "`" + uri + "` names no host; write for example http://localhost:8080/health");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "`" + uri.getHost() + "` would be asked with a password, which is not done");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("`" + uri + "` has no port from 1 to 65535");
        }
    }

    @Override
    public Observation look(Duration timeout) {
        looking.lock();
        long start = System.nanoTime();
        try {
            List<InetAddress> addresses = addresses(start + timeout.toNanos());
            HttpExchange exchange =
                    new HttpExchange(uri, tls, addresses, start + timeout.toNanos());
            return look(exchange, timeout, start);
        } catch (TimeoutException lookup) {
            return new Observation.Unseen(
                    "no address of " + uri.getHost() + " within " + Durations.words(timeout));
        } catch (IOException failure) {
            return new Observation.Unseen(oneLine(failure));
        } catch (CancellationException closed) {
            return brokenOff();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return brokenOff();
        } finally {
            looking.unlock();
        }
    }

    private List<InetAddress> addresses(long deadlineNanos)
            throws IOException, TimeoutException, InterruptedException {
        try {
            return await(names.addresses(), deadlineNanos);
        } catch (ExecutionException unknown) {
            throw new IOException(
                    "this host finds no address of " + uri.getHost(), unknown.getCause());
        }
    }

    private Observation look(HttpExchange exchange, Duration timeout, long start)
            throws IOException, InterruptedException {
        try {
            Future<Observation.Answer> answer =
                    outpost().begin(exchange, Math.min(timeout.toNanos(), LONGEST_WAIT_NANOS));
            return await(answer, start + timeout.toNanos());
        } catch (TimeoutException over) {
            return silence(
                    "no whole answer within " + Durations.words(timeout) + ": " + exchange.stage(),
                    start);
        } catch (ExecutionException failure) {
            return judged(failure.getCause(), start);
        } finally {
            exchange.abort(); // one that has ended has nothing left to be aborted
        }
    }

    private Outpost outpost() throws IOException, InterruptedException {
        if (outpost == null) {
            Optional<NetNamespace> namespace =
                    place == Place.CONTAINER ? network.open() : Optional.empty();
            try {
                outpost = Outpost.in(namespace);
            } finally {
                namespace.ifPresent(NetNamespace::close); // the thread holds it
            }
        }
        return outpost;
    }

    /**
     * @throws CancellationException when the probe is closed meanwhile
     */
    private <T> T await(Future<T> result, long deadlineNanos)
            throws ExecutionException, TimeoutException, InterruptedException {
        while (!isClosed) {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            try {
                return result.get(Math.min(left, LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                if (left <= LONGEST_WAIT_NANOS) {
                    throw over;
                }
            }
        }
        throw new CancellationException("closed");
    }

    private Observation judged(Throwable failure, long start) throws IOException {
        if (failure instanceof Unconnected unconnected) {
            return switch (unconnected.reason()) {
                case UNTRIED -> throw unconnected;
                case REFUSED -> silence(oneLine(unconnected) + hint(), start);
                case UNANSWERED -> silence(oneLine(unconnected), start);
            };
        }
        if (failure instanceof SSLException) {
            return silence("no secure connection: " + oneLine(failure), start);
        }
        if (failure instanceof HttpException) {
            return silence("what it sends is no HTTP: " + oneLine(failure), start);
        }
        if (failure instanceof NoHttpResponseException) {
            return silence("the connection was closed without an answer", start);
        }
        if (failure instanceof MessageConstraintException) {
            return silence("its header is too long: " + oneLine(failure), start);
        }
        if (failure instanceof IOException) {
            return silence("the answer broke off: " + oneLine(failure), start);
        }
        throw new IOException("look at " + uri + ": " + failure, failure);
    }

    /** A JVM in a container that publishes no port is the usual reason. */
    private String hint() {
        return place == Place.HOST && network.isOther()
                ? "; the target's network is not that of ballast: in=container looks from there"
                : "";
    }

    private static Observation silence(String why, long start) {
        return new Observation.Silence(why, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Observation brokenOff() {
        return new Observation.Unseen("the look was broken off");
    }

    private static String oneLine(Throwable failure) {
        return UntrustedText.printable(String.valueOf(failure.getMessage()));
    }

    @Override
    public void close() {
        isClosed = true;
        looking.lock(); // for a moment: a look that is under way sees that
        try {
            if (outpost != null) {
                outpost.close();
                outpost = null;
            }
        } finally {
            looking.unlock();
        }
    }
}
