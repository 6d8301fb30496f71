package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.linux.Errno;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class UnconnectedTest {
    private static Unconnected.Reason reason(SocketException failure) {
        return Unconnected.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), failure)
                .reason();
    }

    @Test
    void isRefusedWhereNobodyListens() {
        assertEquals(Unconnected.Reason.REFUSED, reason(new ConnectException("refused")));
    }

    /** It was tried: the server is there, and gives up what it accepts. */
    @Test
    void isUnansweredWhereTheConnectionIsResetAtOnce() {
        SocketException reset = new SocketException(Errno.words(Errno.ECONNRESET));
        assertEquals(Unconnected.Reason.UNANSWERED, reason(reset));
    }

    @Test
    void isUntriedWhereThereIsNoWay() {
        assertEquals(Unconnected.Reason.UNTRIED, reason(new SocketException("no way there")));
    }
}
