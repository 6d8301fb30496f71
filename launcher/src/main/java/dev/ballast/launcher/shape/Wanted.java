package dev.ballast.launcher.shape;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the user asked for: how much, and how that changes over time. */
public record Wanted(Optional<Amount> amount, Shape shape) {
    private static final Shape HOLD = new Shape.Hold();

    /**
     * @throws IllegalArgumentException when the two do not go together
     */
    public Wanted {
        if (amount.isEmpty() && shape.amounts() == Shape.Amounts.NEEDED) {
            throw new IllegalArgumentException(
                    (shape.equals(HOLD) ? "" : "--shape " + shape + ": ")
                            + "say how much: --level, --add or --reserve");
        }
        if (amount.isPresent() && shape.amounts() == Shape.Amounts.OWN) {
            throw new IllegalArgumentException(
                    "--shape " + shape + " says its own levels; leave out " + amount.get().words());
        }
    }

    /** An amount that is kept. */
    public static Wanted steady(Amount amount) {
        return new Wanted(Optional.of(amount), HOLD);
    }

    /** No level at all. */
    public static Wanted nothing() {
        return new Wanted(Optional.empty(), new Shape.Nothing());
    }

    public boolean isNothing() {
        return shape instanceof Shape.Nothing;
    }

    /** What is wanted when its first value was reached so long ago. */
    public Goal at(Duration since, Reading start) {
        return shape.at(since, goal(), start);
    }

    /** All goals that it has; empty for nothing, and for what has no bound. */
    public List<Goal> extremes() {
        return shape.extremes(goal());
    }

    /** Whether it is one level from its beginning to its end. */
    public boolean isSteady() {
        return shape.equals(HOLD) || isNothing();
    }

    /**
     * What is in use beside memory that is asked for besides: a level includes that, what is added
     * does not.
     *
     * @param now what cannot be reclaimed now
     * @param atLevel the same when the level is reached
     */
    public ByteSize besides(ByteSize now, ByteSize atLevel) {
        return amount.orElse(null) instanceof Amount.Add ? atLevel : now;
    }

    /** Whether its level is only a means to a pressure. */
    public boolean isSought() {
        return shape instanceof Shape.Sought;
    }

    /** Whether it does not stop at any limit. */
    public boolean isEndless() {
        return extremes().isEmpty() && !isNothing();
    }

    /** From the moment its first value is reached. */
    public Duration lasts(Duration hold) {
        return shape.length()
                .map(length -> shape.isHeldAtItsEnd() ? length.plus(hold) : length)
                .orElse(hold);
    }

    /** The options that say it. */
    public String words() {
        String amountWords = amount.map(Amount::words).orElse("");
        if (isSteady()) {
            return amountWords;
        }
        String shapeWords = shape.option();
        return amount.isEmpty() ? shapeWords : amountWords + " " + shapeWords;
    }

    /** One of its goals, by the use that it means. */
    public String asked(Goal goal, ByteSize use) {
        return amount.isPresent() && goal.equals(amount.get().goal())
                ? amount.get().words()
                : shape.option() + ", which asks for " + use + ",";
    }

    private Optional<Goal> goal() {
        return amount.map(Amount::goal);
    }
}
