package dev.ballast.launcher.load;

import dev.ballast.agent.page.LoadKind;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Unit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What presses beside the level. */
public enum Kind {
    HEAP(LoadKind.HEAP, Measure.BYTES, "of the heap in use after a collection") {
        /** Arrays: of smaller ones there would be more than can be looked at ten times a second. */
        @Override
        Optional<Pieces> pieces() {
            return Optional.of(new Pieces(new ByteSize(16 << 10), new ByteSize(1 << 30)));
        }

        /** Above it hardly anything but collections runs, whatever the collector. */
        @Override
        double highestPercent() {
            return 97;
        }

        /** A collection comes when it comes, and what is in use after it moves with others. */
        @Override
        long tolerance(long wanted, long room) {
            return new ByteSize(room).percent(5).bytes();
        }
    },
    CHURN(LoadKind.CHURN, Measure.BYTES_A_SECOND, "of garbage") {
        /** A pause of the collector is not made up for. */
        @Override
        long tolerance(long wanted, long room) {
            return wanted / 10;
        }

        @Override
        public boolean canBeRefused() {
            return false;
        }
    },
    METASPACE(LoadKind.METASPACE, Measure.BYTES, "of generated classes") {
        /** At least what one class takes. */
        @Override
        long tolerance(long wanted, long room) {
            return Math.max(128 << 10, super.tolerance(wanted, room));
        }
    },
    THREADS(LoadKind.THREADS, Measure.THREADS, "parked threads") {
        /** Stacks: less than that HotSpot does not give. */
        @Override
        Optional<Pieces> pieces() {
            return Optional.of(new Pieces(new ByteSize(256 << 10), new ByteSize(64 << 20)));
        }

        @Override
        long tolerance(long wanted, long room) {
            return 0;
        }
    },
    /** By the holder itself, as the level's memory is. */
    DIRECT(null, Measure.BYTES, "of direct memory") {
        @Override
        double highestPercent() {
            return 100;
        }
    },
    /** By the launcher, in the container: of its limit. */
    PAGECACHE(null, Measure.BYTES, "of page cache, which the kernel may reclaim") {
        @Override
        String taker() {
            return "the kernel";
        }

        @Override
        double highestPercent() {
            return 100;
        }

        /** What is reclaimed is read again some tenths of a second later. */
        @Override
        long tolerance(long wanted, long room) {
            return wanted / 20;
        }

        @Override
        public boolean canBeRefused() {
            return false;
        }
    },
    /** By the launcher, in the cgroup. */
    LIMIT(null, Measure.BYTES, "where the kernel begins to throttle (memory.high)") {
        /** At the limit itself it refuses instead. */
        @Override
        double highestPercent() {
            return 99;
        }

        /** The kernel rounds down to whole pages, and the largest that Linux has are of 64 KiB. */
        @Override
        long possible(long amount) {
            return amount & -LARGEST_PAGE_BYTES;
        }

        @Override
        public boolean canBeRefused() {
            return false;
        }
    };

    private static final int HELD_WITHIN_PART = 50;
    private static final long LARGEST_PAGE_BYTES = 64 << 10;

    private final LoadKind worker;
    private final Measure measure;
    private final String meaning;

    Kind(LoadKind worker, Measure measure, String meaning) {
        this.worker = worker;
        this.measure = measure;
        this.meaning = meaning;
    }

    /** What an amount is in. */
    private enum Measure {
        BYTES,
        BYTES_A_SECOND,
        THREADS
    }

    /** How large one may be. */
    record Pieces(ByteSize least, ByteSize most) {
        boolean include(ByteSize size) {
            return size.compareTo(least) >= 0 && size.compareTo(most) <= 0;
        }

        @Override
        public String toString() {
            return least + " to " + most;
        }
    }

    /** As users call it: {@code heap}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that users call so. */
    public static Optional<Kind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** The agent's thread that does it, where it has one. */
    public Optional<LoadKind> worker() {
        return Optional.ofNullable(worker);
    }

    /** The highest share of its room; 0 where there is no room that it could be a share of. */
    double highestPercent() {
        return 0;
    }

    /** What it consists of, where the user may say how large each is. */
    Optional<Pieces> pieces() {
        return Optional.empty();
    }

    /**
     * @throws IllegalArgumentException when no piece of it can be so large
     */
    void checkPiece(ByteSize size) {
        boolean isPossible = pieces().filter(sizes -> sizes.include(size)).isPresent();
        if (!isPossible) {
            throw new IllegalArgumentException(
                    word()
                            + pieces().map(sizes -> ": pieces of " + sizes)
                                    .orElse(" has no pieces whose size could be chosen"));
        }
    }

    /** The amount next below that there can be. */
    long possible(long amount) {
        return amount;
    }

    /** How far off it may be and still counts as held. */
    long tolerance(long wanted, long room) {
        return wanted / HELD_WITHIN_PART;
    }

    /** Whether the JVM refuses at some point, with an OutOfMemoryError. */
    public boolean canBeRefused() {
        return true;
    }

    /** Who takes of it what others need. */
    String taker() {
        return "the JVM";
    }

    /** What is held, for people. */
    public String meaning() {
        return meaning;
    }

    /** What its amounts count; none for a rate, which is no state that a curve could show. */
    Optional<Unit> unit() {
        return switch (measure) {
            case BYTES -> Optional.of(Unit.BYTES);
            case BYTES_A_SECOND -> Optional.empty();
            case THREADS -> Optional.of(Unit.COUNT);
        };
    }

    /** An amount of it, for people. */
    String words(long amount) {
        return switch (measure) {
            case BYTES -> new ByteSize(amount).toString();
            case BYTES_A_SECOND -> new ByteSize(amount) + "/s";
            case THREADS -> Long.toString(amount);
        };
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with it
     */
    long parse(String amount) {
        return switch (measure) {
            case BYTES -> ByteSize.parse(amount).bytes();
            case BYTES_A_SECOND -> ByteRate.parse(amount).perSecond().bytes();
            case THREADS -> count(amount);
        };
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,8}")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a number of threads; write for example 200");
        }
        return Integer.parseInt(text);
    }
}
