package dev.ballast.launcher.shape;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How what is wanted changes over time: a pure function of the time since its first value was
 * reached.
 */
public sealed interface Shape {
    /** What ballast shall hold before and between. */
    Goal NOTHING = new Goal.Held(0);

    /** How it goes with {@code --level}, {@code --add} and {@code --reserve}. */
    enum Amounts {
        NEEDED,
        POSSIBLE,
        /** It says its own. */
        OWN
    }

    Amounts amounts();

    /**
     * What is wanted.
     *
     * @param amount as {@link #amounts} allows
     * @param start before anything was held
     */
    Goal at(Duration since, Optional<Goal> amount, Reading start);

    /** All goals that it has, for the judgement of what can be reached. */
    List<Goal> extremes(Optional<Goal> amount);

    /** From its first value to its last; none for one that lasts as long as it is held. */
    default Optional<Duration> length() {
        return Optional.empty();
    }

    /** Whether it stays at its last value for the time of the hold. */
    default boolean isHeldAtItsEnd() {
        return length().isEmpty();
    }

    /** The option that says it. */
    default String option() {
        return "--shape '" + this + "'";
    }

    /**
     * The value of {@code --shape}; each one's {@code toString} is such a text again.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Shape parse(String text) {
        return ShapeParser.parse(text);
    }

    /** Nothing beside the loads. */
    record Nothing() implements Shape {
        @Override
        public Amounts amounts() {
            return Amounts.OWN;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            return NOTHING;
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return List.of();
        }

        @Override
        public String toString() {
            return "nothing";
        }
    }

    /** {@code --pressure}: a level that only a search can tell; this is how far it may go. */
    record Sought(PressureSpec pressure) implements Shape {
        public Sought {
            if (pressure.measure().isOfHeap()) {
                throw new IllegalArgumentException(pressure + " is of the heap, and no level");
            }
        }

        @Override
        public Amounts amounts() {
            return Amounts.OWN;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            return new Goal.Share(pressure.atMostPercent());
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return List.of(new Goal.Share(pressure.atMostPercent()));
        }

        @Override
        public String option() {
            return pressure.option();
        }

        @Override
        public String toString() {
            return pressure.value();
        }
    }

    /** {@code hold}: the amount, from the first moment on. */
    record Hold() implements Shape {
        @Override
        public Amounts amounts() {
            return Amounts.NEEDED;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            return amount.orElseThrow();
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return List.of(amount.orElseThrow());
        }

        @Override
        public String toString() {
            return "hold";
        }
    }

    /** {@code ramp 5m}: evenly from nothing to the amount. */
    record Ramp(Duration over) implements Shape {
        public Ramp {
            checkSome("a ramp", over);
        }

        @Override
        public Amounts amounts() {
            return Amounts.NEEDED;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            return since.compareTo(over) >= 0
                    ? amount.orElseThrow()
                    : amount.orElseThrow().partway(part(since, over), start);
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return List.of(amount.orElseThrow());
        }

        @Override
        public Optional<Duration> length() {
            return Optional.of(over);
        }

        @Override
        public boolean isHeldAtItsEnd() {
            return true;
        }

        @Override
        public String toString() {
            return "ramp " + Durations.text(over);
        }
    }

    /**
     * {@code leak 10MiB/min}: more and more, and nothing is given back when the application takes
     * memory itself. It ends at the amount; without one it goes on through the limit.
     */
    record Leak(ByteSize size, Per per) implements Shape {
        /** The time in which it leaks that much. */
        public enum Per {
            SECOND("s"),
            MINUTE("min"),
            HOUR("h");

            private final String unit;

            Per(String unit) {
                this.unit = unit;
            }

            static Per parse(String unit) {
                return switch (unit) {
                    case "s" -> SECOND;
                    case "min", "m" -> MINUTE;
                    case "h" -> HOUR;
                    default ->
                            throw new IllegalArgumentException(
                                    "`/" + unit + "` is none of /s, /min, /h");
                };
            }

            double seconds() {
                return switch (this) {
                    case SECOND -> 1;
                    case MINUTE -> 60;
                    case HOUR -> 3600;
                };
            }
        }

        public Leak {
            if (size.equals(ByteSize.ZERO)) {
                throw new IllegalArgumentException("a leak of nothing is none");
            }
        }

        @Override
        public Amounts amounts() {
            return Amounts.POSSIBLE;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            long bytes = leaked(since).bytes();
            return amount.<Goal>map(until -> new Goal.LeakedUntil(bytes, until))
                    .orElse(new Goal.Leaked(bytes));
        }

        /** What it has come to after so long. */
        ByteSize leaked(Duration since) {
            return new ByteSize((long) (size.bytes() * (since.toNanos() / 1e9 / per.seconds())));
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return amount.map(List::of).orElse(List.of());
        }

        @Override
        public String toString() {
            return "leak " + compact(size) + "/" + per.unit;
        }
    }

    /** {@code steps 50,75,90% each 30s}: one after the other, with nothing held in the pauses. */
    record Steps(List<Amount> levels, Duration each, Duration pause) implements Shape {
        public Steps {
            levels = List.copyOf(levels);
            checkSome("a step", each);
            if (levels.isEmpty()) {
                throw new IllegalArgumentException("there must be a step");
            }
        }

        /**
         * Of the limit.
         *
         * @throws IllegalArgumentException for a level that is a size
         */
        public double percentOf(int step) {
            if (levels.get(step) instanceof Amount.LevelPercent level) {
                return level.percent();
            }
            throw new IllegalArgumentException(levels.get(step) + " is no percentage");
        }

        @Override
        public Amounts amounts() {
            return Amounts.OWN;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            Duration period = each.plus(pause);
            long step = Math.min(levels.size() - 1, since.toNanos() / period.toNanos());
            Duration inStep = since.minus(period.multipliedBy(step));
            boolean isPause = inStep.compareTo(each) >= 0 && step < levels.size() - 1;
            return isPause ? NOTHING : levels.get((int) step).goal();
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return levels.stream().map(Amount::goal).toList();
        }

        @Override
        public Optional<Duration> length() {
            return Optional.of(each.plus(pause).multipliedBy(levels.size()).minus(pause));
        }

        @Override
        public String toString() {
            return "steps "
                    + range().orElseGet(this::list)
                    + " each "
                    + Durations.text(each)
                    + (pause.isZero() ? "" : " pause " + Durations.text(pause));
        }

        private String list() {
            return levels.stream().map(Amount::value).collect(Collectors.joining(","));
        }

        /** {@code 50%..90% by 5%}, where that says more than five of them. */
        private Optional<String> range() {
            int last = levels.size() - 1;
            boolean isShort = last < 5;
            if (isShort || !levels.stream().allMatch(Amount.LevelPercent.class::isInstance)) {
                return Optional.empty();
            }
            double by = Math.round(1e6 * (percentOf(1) - percentOf(0))) / 1e6;
            for (int i = 1; i <= last; i++) {
                if (by <= 0 || Math.abs(percentOf(i) - percentOf(0) - i * by) > 2e-6) {
                    return Optional.empty();
                }
            }
            String first = levels.get(0).value();
            String step = new Amount.LevelPercent(by).value();
            return Optional.of(first + ".." + levels.get(last).value() + " by " + step);
        }
    }

    /** {@code wave 60%..95% period 1m}: a sine between the two, from the low one. */
    record Wave(Amount low, Amount high, Duration period) implements Shape {
        public Wave {
            checkSome("a period", period);
            low.goal().towards(high.goal(), 0.5);
        }

        @Override
        public Amounts amounts() {
            return Amounts.OWN;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            double part = (1 - Math.cos(2 * Math.PI * part(since, period))) / 2;
            return low.goal().towards(high.goal(), part);
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return List.of(low.goal(), high.goal());
        }

        @Override
        public String toString() {
            return "wave "
                    + low.value()
                    + ".."
                    + high.value()
                    + " period "
                    + Durations.text(period);
        }
    }

    /**
     * {@code spike +300MiB for 2s every 20s}: that much more than the amount, or than nothing, at
     * the end of each period.
     */
    record Spike(ByteSize height, Duration lasting, Duration every) implements Shape {
        public Spike {
            checkSome("a spike", lasting);
            if (height.equals(ByteSize.ZERO)) {
                throw new IllegalArgumentException("a spike must be more than 0 high");
            }
            if (every.compareTo(lasting) <= 0) {
                throw new IllegalArgumentException(
                        "a spike of "
                                + Durations.text(lasting)
                                + " every "
                                + Durations.text(every)
                                + " has no pause");
            }
        }

        @Override
        public Amounts amounts() {
            return Amounts.POSSIBLE;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            Goal base = amount.orElse(NOTHING);
            long inPeriod = since.toNanos() % every.toNanos();
            boolean isSpike = inPeriod >= every.minus(lasting).toNanos();
            return isSpike ? base.plus(height.bytes()) : base;
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            Goal base = amount.orElse(NOTHING);
            Goal top = base.plus(height.bytes());
            return amount.isPresent() ? List.of(base, top) : List.of(top);
        }

        @Override
        public String toString() {
            return "spike +"
                    + compact(height)
                    + " for "
                    + Durations.text(lasting)
                    + " every "
                    + Durations.text(every);
        }
    }

    /** {@code trace FILE}: use that was recorded elsewhere, straight from point to point. */
    record Trace(String file, List<Point> points) implements Shape {
        /** One line of the file. */
        public record Point(Duration time, Amount level) {}

        public Trace {
            points = List.copyOf(points);
            if (points.size() < 2) {
                throw new IllegalArgumentException("a trace has at least two points");
            }
            for (int i = 1; i < points.size(); i++) {
                Point before = points.get(i - 1);
                Point point = points.get(i);
                if (point.time().compareTo(before.time()) <= 0) {
                    throw new IllegalArgumentException(
                            "a trace goes forward in time: "
                                    + Durations.text(point.time())
                                    + " comes after "
                                    + Durations.text(before.time()));
                }
                before.level().goal().towards(point.level().goal(), 0.5);
            }
        }

        @Override
        public Amounts amounts() {
            return Amounts.OWN;
        }

        @Override
        public Goal at(Duration since, Optional<Goal> amount, Reading start) {
            Duration time = points.get(0).time().plus(since);
            int after = firstAfter(time);
            if (after == points.size()) {
                return points.get(after - 1).level().goal();
            }
            Point from = points.get(after - 1);
            Point to = points.get(after);
            double part = part(time.minus(from.time()), to.time().minus(from.time()));
            return from.level().goal().towards(to.level().goal(), part);
        }

        private int firstAfter(Duration time) {
            int low = 1;
            int high = points.size();
            while (low < high) {
                int middle = (low + high) / 2;
                if (points.get(middle).time().compareTo(time) > 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        @Override
        public List<Goal> extremes(Optional<Goal> amount) {
            return points.stream().map(point -> point.level().goal()).toList();
        }

        @Override
        public Optional<Duration> length() {
            return Optional.of(points.get(points.size() - 1).time().minus(points.get(0).time()));
        }

        @Override
        public String toString() {
            return "trace " + file;
        }
    }

    /** {@code 1.5GiB}: as it is typed. */
    private static String compact(ByteSize size) {
        return size.toString().replace(" ", "");
    }

    private static double part(Duration time, Duration whole) {
        return (double) time.toNanos() / whole.toNanos();
    }

    private static void checkSome(String what, Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException(what + " must take more than no time");
        }
    }
}
