package dev.ballast.launcher.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Takes no header for an answer that has broken off: HttpCore (5.4) takes the end of the stream for
 * the empty line that ends a header, so a server that dies in between would have answered 200.
 */
final class WholeHeaderParser extends DefaultHttpResponseParser {
    WholeHeaderParser(Http1Config bounds) {
        super(bounds);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws IOException, HttpException {
        EndNoting noting = new EndNoting(in);
        ClassicHttpResponse response = super.parse(buffer, noting);
        if (noting.hasEnded) {
            throw new ConnectionClosedException("the connection was closed in its header");
        }
        return response;
    }

    /** Read no further than to the end of the header, and by pieces only. */
    private static final class EndNoting extends FilterInputStream {
        private boolean hasEnded;

        EndNoting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            hasEnded |= count < 0;
            return count;
        }
    }
}
