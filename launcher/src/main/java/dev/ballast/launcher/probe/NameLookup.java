package dev.ballast.launcher.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Asks for the addresses of one host name, as this host does: by its {@code /etc/hosts} and {@code
 * resolv.conf}, from its network namespace. No call of libc ends that early, so a thread does it
 * that may be left behind; there is never more than one.
 */
final class NameLookup {
    private final String host;
    private FutureTask<List<InetAddress>> underWay;

    /**
     * @param host a name or an address; one of IPv6 may be in brackets
     */
    NameLookup(String host) {
        this.host = host;
    }

    /**
     * The addresses, in the order in which they are to be tried, from a lookup that begins now or
     * is still under way.
     */
    Future<List<InetAddress>> addresses() {
        if (underWay == null || underWay.isDone()) {
            underWay = new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
            Thread thread = new Thread(underWay, "ballast-lookup");
            thread.setDaemon(true);
            thread.start();
        }
        return underWay;
    }
}
