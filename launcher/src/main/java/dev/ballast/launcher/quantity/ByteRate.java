package dev.ballast.launcher.quantity;

import java.time.Duration;

/** So many bytes a second; at least one. */
public record ByteRate(ByteSize perSecond) {
    public ByteRate {
        if (perSecond.bytes() == 0) {
            throw new IllegalArgumentException("a rate must be more than 0 bytes a second");
        }
    }

    /** {@code 200MiB/s}; the {@code /s} may be left out. */
    public static ByteRate parse(String text) {
        String size = text.strip();
        return new ByteRate(
                ByteSize.parse(size.endsWith("/s") ? size.substring(0, size.length() - 2) : size));
    }

    /** How long so many bytes take. */
    public Duration timeFor(ByteSize size) {
        return Duration.ofNanos((long) Math.min(1e18, 1e9 * size.bytes() / perSecond.bytes()));
    }

    @Override
    public String toString() {
        return perSecond + "/s";
    }
}
