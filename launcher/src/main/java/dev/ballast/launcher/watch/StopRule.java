package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a run ends early, and gives its memory back. Each one's {@code toString} is written out, as
 * picocli asks for that of every value and a record's own costs a launcher some twenty spun
 * classes.
 */
public sealed interface StopRule {
    Pattern PRESSURE = Pattern.compile("psi-(full|some)>(\\d{1,3}(?:\\.\\d{1,3})?)%(?::(.+))?");

    /** As it is written on the command line, as far as one option can say it. */
    String words();

    /** What broke it, with the figure; none while it holds. */
    Optional<String> brokenBy(SignHistory history);

    /** How far back it looks. */
    default Duration window() {
        return Duration.ZERO;
    }

    /**
     * Part of the last while in which tasks waited for memory; judged when a whole window has
     * passed.
     */
    record PressureAbove(boolean isFull, double percent, Duration window) implements StopRule {
        /** The kernel's own shortest average. */
        static final Duration USUAL_WINDOW = Duration.ofSeconds(10);

        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final Duration LONGEST = Duration.ofHours(1);

        public PressureAbove {
            if (!(percent >= 0 && percent < 100)) {
                throw new IllegalArgumentException(
                        "a pressure rule is at least 0% and below 100%, not " + percent + "%");
            }
            if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "a pressure rule looks back from 1 s to 1 h, not "
                                + Durations.words(window));
            }
        }

        @Override
        public String words() {
            return (isFull ? "psi-full>" : "psi-some>")
                    + percentText(percent)
                    + ":"
                    + Durations.words(window).replace(" min", "m").replace(" ", "");
        }

        @Override
        public Optional<String> brokenBy(SignHistory history) {
            Optional<Signs> then = history.ago(window);
            Signs now = history.now();
            if (then.flatMap(Signs::pressure).isEmpty() || now.pressure().isEmpty()) {
                return Optional.empty();
            }
            double waitedNanos = 1e3 * (of(now.pressure().get()) - of(then.get().pressure().get()));
            double share = 100 * waitedNanos / (now.nanos() - then.get().nanos());
            return share > percent
                    ? Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "%s waited for memory for %.1f %% of the last %s",
                                    isFull ? "all tasks" : "some task",
                                    share,
                                    Durations.words(window)))
                    : Optional.empty();
        }

        private long of(MemoryPressure pressure) {
            return isFull ? pressure.fullMicros() : pressure.someMicros();
        }

        @Override
        public String toString() {
            return words();
        }
    }

    /**
     * The host's MemAvailable is below the larger of a size and a part of MemTotal.
     *
     * @param percent of MemTotal
     */
    record FreeHostBelow(ByteSize size, double percent) implements StopRule {
        /** What holds for every run that does not say otherwise. */
        public static final FreeHostBelow USUAL = new FreeHostBelow(ByteSize.ofMiB(512), 5);

        public FreeHostBelow {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "a part of the host's memory is from 0% to 100%, not " + percent + "%");
            }
        }

        /** Below nothing there is nothing: the rule is off. */
        public boolean isOff() {
            return size.equals(ByteSize.ZERO) && percent == 0;
        }

        /** On a host with so much memory. */
        public ByteSize threshold(ByteSize total) {
            ByteSize part = total.percent(percent);
            return part.compareTo(size) > 0 ? part : size;
        }

        @Override
        public String words() {
            String bytes = size.toString().replace(" ", "");
            if (percent == 0) {
                return "free-host<" + (isOff() ? "0" : bytes);
            }
            return "free-host<"
                    + percentText(percent)
                    + (size.equals(ByteSize.ZERO) ? "" : " or " + bytes);
        }

        @Override
        public Optional<String> brokenBy(SignHistory history) {
            ByteSize total = history.now().host().total();
            ByteSize free = history.now().host().available();
            return free.compareTo(threshold(total)) < 0
                    ? Optional.of(
                            free
                                    + " of the host's "
                                    + total
                                    + " are available, "
                                    + threshold(total)
                                    + " must be")
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return words();
        }
    }

    /** The OOM killer took a process of the watched groups that is not our own helper. */
    record OomKill() implements StopRule {
        @Override
        public String words() {
            return "oom-kill";
        }

        @Override
        public Optional<String> brokenBy(SignHistory history) {
            return history.now().foreignKill();
        }

        @Override
        public String toString() {
            return words();
        }
    }

    /**
     * The value of one {@code --stop-when}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static StopRule parse(String written) {
        String text = written.strip();
        if (text.equals("oom-kill")) {
            return new OomKill();
        }
        Matcher pressure = PRESSURE.matcher(text);
        if (pressure.matches()) {
            return new PressureAbove(
                    pressure.group(1).equals("full"),
                    Double.parseDouble(pressure.group(2)),
                    pressure.group(3) == null
                            ? PressureAbove.USUAL_WINDOW
                            : Durations.parse(pressure.group(3)));
        }
        String freeHost = "free-host<";
        if (text.startsWith(freeHost)) {
            return freeHost(text.substring(freeHost.length()).strip());
        }
        throw new IllegalArgumentException(
                "`"
                        + written
                        + "` is not a stop rule; write for example psi-full>20%:10s,"
                        + " psi-some>50%:10s, free-host<512MiB, free-host<5% or oom-kill");
    }

    private static StopRule freeHost(String amount) {
        if (!amount.endsWith("%")) {
            return new FreeHostBelow(ByteSize.parse(amount), 0);
        }
        String number = amount.substring(0, amount.length() - 1).strip();
        if (!number.matches("\\d{1,3}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException(
                    "`" + amount + "` is not a percentage; write for example 5%");
        }
        return new FreeHostBelow(ByteSize.ZERO, Double.parseDouble(number));
    }

    private static String percentText(double percent) {
        return (percent == Math.rint(percent)
                        ? Long.toString((long) percent)
                        : Double.toString(percent))
                + "%";
    }
}
