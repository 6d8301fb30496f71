package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.Errno;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** No connection came about. */
final class Unconnected extends IOException {
    private static final long serialVersionUID = 1;

    /** Why, as far as that differs for who looks. */
    enum Reason {
        /** It was tried, and nobody listens there (ECONNREFUSED). */
        REFUSED,
        /** It was tried, and nobody answers. */
        UNANSWERED,
        /** It could not be tried: this network has no way there, or a rule forbids it. */
        UNTRIED
    }

    private final Reason reason;

    private Unconnected(String message, Reason reason, IOException cause) {
        super(message, cause);
        this.reason = reason;
    }

    static Unconnected of(InetSocketAddress address, IOException failure) {
        return new Unconnected(
                "connect to "
                        + address.getAddress().getHostAddress()
                        + " port "
                        + address.getPort()
                        + ": "
                        + failure.getMessage(),
                reasonFor(failure),
                failure);
    }

    /**
     * By type, since words depend on the locale: the JDK gives ECONNREFUSED and ETIMEDOUT as a
     * ConnectException, EHOSTUNREACH as a NoRouteToHostException, and ENETUNREACH, EACCES and EPERM
     * as a SocketException. So it does ECONNRESET, of a server that gives up what it has just
     * accepted; only the words tell that one.
     */
    private static Reason reasonFor(IOException failure) {
        if (failure instanceof ConnectException) {
            return Reason.REFUSED;
        }
        return failure instanceof SocketTimeoutException
                        || failure instanceof NoRouteToHostException
                        || Errno.words(Errno.ECONNRESET).equals(failure.getMessage())
                ? Reason.UNANSWERED
                : Reason.UNTRIED;
    }

    Reason reason() {
        return reason;
    }
}
