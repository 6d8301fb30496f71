package dev.ballast.launcher.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of something that may have no end. */
final class FirstBytes {
    private static final int MOST_BYTES = 64 << 10;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** Takes what there is room for. */
    void add(byte[] bytes, int count) {
        kept.write(bytes, 0, Math.min(count, MOST_BYTES - kept.size()));
    }

    /** As UTF-8; what is no UTF-8 is replaced. */
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
