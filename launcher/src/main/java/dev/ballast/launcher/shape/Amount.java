package dev.ballast.launcher.shape;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Percentages;

/** How much, as the user said it. */
public sealed interface Amount {
    /**
     * What the option is called. Each one's {@code toString}, too: picocli asks for that of every
     * value, and a record's own costs a launcher some twenty spun classes.
     */
    String words();

    /** What is to be kept steady. */
    Goal goal();

    /** Without the option's name: {@code 80%}, {@code 512MiB}. */
    default String value() {
        return words().replaceFirst("--\\w+ ", "").replace(" ", "");
    }

    /** {@code --level 80%}: of the limit. */
    record LevelPercent(double percent) implements Amount {
        public LevelPercent {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "a level is more than 0% and at most 100% of the limit, not "
                                + percent
                                + "%");
            }
        }

        @Override
        public String words() {
            return "--level " + Percentages.words(percent);
        }

        @Override
        public String toString() {
            return words();
        }

        @Override
        public Goal goal() {
            return new Goal.Share(percent);
        }
    }

    /** {@code --level 1.5GiB}. */
    record LevelSize(ByteSize size) implements Amount {
        public LevelSize {
            checkSome("--level", size);
        }

        @Override
        public String words() {
            return "--level " + size;
        }

        @Override
        public String toString() {
            return words();
        }

        @Override
        public Goal goal() {
            return new Goal.Use(size.bytes());
        }
    }

    /** {@code --add 512MiB}. */
    record Add(ByteSize size) implements Amount {
        public Add {
            checkSome("--add", size);
        }

        @Override
        public String words() {
            return "--add " + size;
        }

        @Override
        public String toString() {
            return words();
        }

        @Override
        public Goal goal() {
            return new Goal.Held(size.bytes());
        }
    }

    /** {@code --reserve 100MiB}. */
    record Reserve(ByteSize size) implements Amount {
        @Override
        public String words() {
            return "--reserve " + size;
        }

        @Override
        public String toString() {
            return words();
        }

        @Override
        public Goal goal() {
            return new Goal.Free(size.bytes());
        }
    }

    /** The value of {@code --level}. */
    static Amount parseLevel(String text) {
        if (!text.endsWith("%")) {
            return new LevelSize(ByteSize.parse(text));
        }
        return new LevelPercent(Percentages.parse(text, "80%"));
    }

    private static void checkSome(String option, ByteSize size) {
        if (size.bytes() == 0) {
            throw new IllegalArgumentException(option + " must be more than 0");
        }
    }
}
