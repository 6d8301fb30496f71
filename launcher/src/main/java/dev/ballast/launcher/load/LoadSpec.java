package dev.ballast.launcher.load;

import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Percentages;
import dev.ballast.launcher.quantity.Unit;
import java.util.Optional;

/**
 * So much of one kind of pressure.
 *
 * @param piece what each array or stack of it takes; none as suits the JVM
 */
public record LoadSpec(Kind kind, Amount amount, Optional<ByteSize> piece) {
    /** More than any host allows (kernel.pid_max). */
    private static final int MOST_THREADS = 4_194_304;

    private static final long ROOM_TO_CHECK = 1L << 40;

    /** With less the JVM refuses whoever asks. */
    private static final long NO_ROOM_BYTES = 64 << 10;

    /** How much of it. */
    public sealed interface Amount {
        /**
         * In the unit of the kind.
         *
         * @param room that there is
         */
        long wanted(long room);

        /** As it is typed behind the kind. */
        String value(Kind kind);

        /** So much. */
        record Of(long amount) implements Amount {
            @Override
            public long wanted(long room) {
                return amount;
            }

            @Override
            public String value(Kind kind) {
                return "=" + kind.words(amount).replace(" ", "");
            }
        }

        /** Of the room that there is. */
        record Share(double percent) implements Amount {
            @Override
            public long wanted(long room) {
                return new ByteSize(room).percent(percent).bytes();
            }

            @Override
            public String value(Kind kind) {
                return "=" + Percentages.words(percent);
            }
        }

        /** More and more, until the JVM refuses; and again whenever there is room. */
        record UntilRefused() implements Amount {
            @Override
            public long wanted(long room) {
                return room > 0 ? room : MOST_THREADS;
            }

            @Override
            public String value(Kind kind) {
                return "";
            }
        }
    }

    public LoadSpec {
        if (!(kind.possible(amount.wanted(ROOM_TO_CHECK)) > 0)) {
            throw new IllegalArgumentException(kind.word() + " must be more than 0");
        }
        if (amount instanceof Amount.Share share && share.percent() > kind.highestPercent()) {
            throw new IllegalArgumentException(
                    kind.word() + ": at most " + Percentages.words(kind.highestPercent()));
        }
        if (kind == Kind.THREADS && amount.wanted(0) > MOST_THREADS) {
            throw new IllegalArgumentException("threads: at most " + MOST_THREADS);
        }
        if (amount instanceof Amount.UntilRefused && !kind.canBeRefused()) {
            throw new IllegalArgumentException(
                    kind.word() + ": no JVM refuses it, so say how much");
        }
        piece.ifPresent(kind::checkPiece);
        if (kind == Kind.HEAP
                && piece.map(ByteSize::bytes).orElse(0L) > amount.wanted(Long.MAX_VALUE)) {
            throw new IllegalArgumentException("heap: one array of " + piece.get() + " is more");
        }
    }

    /** In pieces as they suit the JVM. */
    public LoadSpec(Kind kind, Amount amount) {
        this(kind, amount, Optional.empty());
    }

    /**
     * {@code heap=70%}, {@code heap=512MiB}, {@code churn=50MiB/s}, {@code metaspace=64MiB}, {@code
     * threads=200}, {@code limit=80%}; in pieces of a size: {@code threads=200x1MiB}, {@code
     * heap=70%x64KiB}.
     *
     * @param value what is behind the {@code =}
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static LoadSpec parse(Kind kind, String value) {
        String[] parts = kind.pieces().isPresent() ? value.split("x", 2) : new String[] {value};
        String amount = parts[0];
        boolean isShare = amount.endsWith("%") && kind.highestPercent() > 0;
        return new LoadSpec(
                kind,
                isShare
                        ? new Amount.Share(Percentages.parse(amount, "70%"))
                        : new Amount.Of(kind.parse(amount)),
                parts.length == 1 ? Optional.empty() : Optional.of(ByteSize.parse(parts[1])));
    }

    /** Another amount in the same pieces. */
    LoadSpec with(Amount other) {
        return new LoadSpec(kind, other, piece);
    }

    /** As much of it as the JVM has. */
    public static LoadSpec untilRefused(Kind kind) {
        return new LoadSpec(kind, new Amount.UntilRefused());
    }

    public boolean isUntilRefused() {
        return amount instanceof Amount.UntilRefused;
    }

    /**
     * In the unit of the kind.
     *
     * @param room that a share is a share of
     */
    public long wanted(long room) {
        return kind.possible(amount.wanted(room));
    }

    /** How far off it is. */
    long error(LoadReading now) {
        return isUntilRefused() ? 0 : Math.abs(now.level() - wanted(now.room()));
    }

    /** How far off it may be and still counts as held. */
    long tolerance(LoadReading now) {
        return kind.tolerance(wanted(now.room()), now.room());
    }

    /** Whether it is there, as far as a moment can tell. */
    boolean isReached(LoadReading now) {
        return isUntilRefused()
                ? now.refusals() > 0 || now.room() > 0 && now.room() - now.seen() < NO_ROOM_BYTES
                : wanted(now.room()) > 0 && error(now) <= tolerance(now);
    }

    /** An amount of this kind, for people. */
    public String words(long amount) {
        return kind.words(amount);
    }

    /** What its amounts count; none for a rate. */
    public Optional<Unit> unit() {
        return kind.unit();
    }

    /** {@code heap}. */
    public String name() {
        return kind.word();
    }

    /** As it is typed: {@code --area heap=70%}. */
    public String option() {
        return "--area " + value() + (isUntilRefused() ? " --until-oome" : "");
    }

    /** {@code heap=70%}. */
    public String value() {
        return name()
                + amount.value(kind)
                + piece.map(size -> "x" + size.toString().replace(" ", "")).orElse("");
    }

    @Override
    public String toString() {
        return option();
    }
}
