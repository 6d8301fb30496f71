package dev.ballast.launcher.govern;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What an application uses over time: straight lines from point to point, and jumps where two
 * points have the same time. Asked in the order of time.
 */
final class Trace {
    private static final long MILLISECOND = 1_000_000;

    private final List<Long> times = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private int at;

    private Trace(long bytes) {
        times.add(0L);
        sizes.add(bytes);
    }

    /** Uses the same all the time. */
    static Trace quiet(long bytes) {
        return new Trace(bytes);
    }

    /**
     * Some of jumps, collapses, ramps, leaks, saw-teeth and pauses, then quiet.
     *
     * @param most never uses more
     * @param fastest bytes a second of a ramp
     * @param jumps whether it may also grow at once
     */
    static Trace random(
            RandomGenerator random, long nanos, long most, double fastest, boolean jumps) {
        Trace trace = new Trace(between(random, most / 10, most));
        while (trace.end() < nanos) {
            switch (random.nextInt(5)) {
                case 0 -> trace.rest(between(random, 1, 400) * MILLISECOND);
                case 1 -> trace.rampTo(between(random, most / 10, most), random, fastest);
                case 2 -> trace.sawTooth(random, most, fastest);
                case 3 -> trace.leak(random, most);
                default -> trace.jump(between(random, most / 10, most), jumps);
            }
        }
        return trace;
    }

    /** One that was recorded: lines of milliseconds and KiB. */
    static Trace recorded(String name) throws IOException {
        try (InputStream in = Trace.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            Trace trace = null;
            for (String line : text.split("\n")) {
                if (!line.startsWith("#")) {
                    int space = line.indexOf(' ');
                    long nanos = Long.parseLong(line.substring(0, space)) * MILLISECOND;
                    long bytes = Long.parseLong(line.substring(space + 1)) << 10;
                    trace = trace == null ? quiet(bytes) : trace.add(nanos, bytes);
                }
            }
            return trace;
        }
    }

    private static long between(RandomGenerator random, long low, long high) {
        return random.nextLong(low, high + 1);
    }

    /** Stays as it is for so long. */
    Trace rest(long nanos) {
        return add(end() + nanos, last());
    }

    /** Is at another size at once. */
    Trace step(long bytes) {
        return add(end(), bytes);
    }

    /** Gets to another size at this many bytes a second. */
    Trace ramp(long bytes, double perSecond) {
        return add(end() + (long) (1e9 * Math.abs(bytes - last()) / perSecond), bytes);
    }

    private void jump(long bytes, boolean upToo) {
        if (upToo || bytes < last()) {
            step(bytes);
        }
    }

    private void rampTo(long bytes, RandomGenerator random, double fastest) {
        ramp(bytes, fastest * (0.02 + 0.98 * random.nextDouble()));
    }

    /** Up to 16 MiB in a second. */
    private void leak(RandomGenerator random, long most) {
        ramp(Math.min(most, last() + between(random, 1, 4 << 20)), 16 << 20);
    }

    /** A heap that fills and is collected. */
    private void sawTooth(RandomGenerator random, long most, double fastest) {
        long low = between(random, most / 10, most / 2);
        long high = between(random, low, most);
        for (int tooth = random.nextInt(1, 8); tooth > 0; tooth--) {
            rampTo(high, random, fastest);
            jump(low, false);
        }
    }

    private Trace add(long nanos, long bytes) {
        times.add(nanos);
        sizes.add(bytes);
        return this;
    }

    /** From when on it is quiet. */
    long end() {
        return times.get(times.size() - 1);
    }

    private long last() {
        return sizes.get(sizes.size() - 1);
    }

    long bytesAt(long nanos) {
        while (at + 1 < times.size() && times.get(at + 1) <= nanos) {
            at++;
        }
        if (at + 1 == times.size()) {
            return last();
        }
        long from = sizes.get(at);
        double part = (double) (nanos - times.get(at)) / (times.get(at + 1) - times.get(at));
        return from + (long) (part * (sizes.get(at + 1) - from));
    }
}
