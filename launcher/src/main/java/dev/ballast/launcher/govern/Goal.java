package dev.ballast.launcher.govern;

/** What is to be kept steady. All sizes in bytes. */
public sealed interface Goal {
    /** The kernel charges a cgroup in batches of 64 pages for each processor. */
    long BATCHING_BYTES = 128 << 10;

    /** And the rest of a system that is never quite still. */
    long NOISE_PART_OF_LIMIT = 5000;

    /** The use that is asked for, whether it can be held or not. */
    long asked(Reading now);

    /** The highest use that may be asked for. */
    default long highestAsked(Reading now) {
        return now.limit();
    }

    /**
     * How much ballast would be right for this reading, before any other bound; may be negative.
     */
    default long ballastFor(Reading now) {
        return now.ballast() + Math.min(asked(now), now.highestUse()) - now.use();
    }

    /**
     * The use that this goal means for this reading: what is asked for, as far as it can be held.
     */
    default long wantedUse(Reading now) {
        return now.use() + ballastFor(now) - now.ballast();
    }

    /** An error below this is not told from the kernel's own noise, nor acted on. */
    default long noise(Reading now) {
        return Math.max(BATCHING_BYTES, now.limit() / NOISE_PART_OF_LIMIT);
    }

    /** Whether it is met, as far as that can be told. */
    default boolean isReached(Reading now) {
        return Math.abs(now.use() - wantedUse(now)) <= 2 * noise(now);
    }

    /** Whether it stays below the limit, whatever happens. */
    default boolean isBounded() {
        return true;
    }

    /** So much more. */
    default Goal plus(long bytes) {
        return new Raised(this, bytes);
    }

    /** Some part of the way from where the run began to here. */
    default Goal partway(double part, Reading start) {
        return new Partway(this, start.use(), part);
    }

    /**
     * Some part of the way from here to another of the same kind.
     *
     * @throws IllegalArgumentException for two of different kinds
     */
    default Goal towards(Goal other, double part) {
        throw new IllegalArgumentException("only levels can be connected");
    }

    private static double between(double from, double to, double part) {
        return from + (to - from) * part;
    }

    /** What cannot be reclaimed is kept at this share of the limit. */
    record Share(double percent) implements Goal {
        @Override
        public Goal towards(Goal other, double part) {
            if (other instanceof Share to) {
                return new Share(between(percent, to.percent, part));
            }
            throw new IllegalArgumentException(
                    "levels are either all percentages or all sizes, not one and the other");
        }

        @Override
        public long asked(Reading now) {
            return (long) (now.limit() * (percent / 100));
        }
    }

    /** What cannot be reclaimed is kept at this size. */
    record Use(long bytes) implements Goal {
        @Override
        public Goal towards(Goal other, double part) {
            if (other instanceof Use to) {
                return new Use((long) between(bytes, to.bytes, part));
            }
            throw new IllegalArgumentException(
                    "levels are either all percentages or all sizes, not one and the other");
        }

        @Override
        public long asked(Reading now) {
            return bytes;
        }
    }

    /** So much of the limit is left free. */
    record Free(long bytes) implements Goal {
        @Override
        public long asked(Reading now) {
            return now.limit() - bytes;
        }
    }

    /**
     * So much is held whatever the application does, as long as a hundredth of the limit stays
     * free.
     */
    record Held(long bytes) implements Goal {
        /** The agent holds whole pages, and no system that Java runs on has larger ones. */
        private static final long LARGEST_PAGE_BYTES = 64 << 10;

        @Override
        public long asked(Reading now) {
            return now.use() + bytes - now.ballast();
        }

        @Override
        public long highestAsked(Reading now) {
            return now.limit() - now.limit() / 100;
        }

        @Override
        public long ballastFor(Reading now) {
            long room = highestAsked(now) - now.use();
            return Math.min(bytes, now.ballast() + room);
        }

        /** All of it is wanted, also while there is no room for all. */
        @Override
        public long wantedUse(Reading now) {
            return asked(now);
        }

        @Override
        public boolean isReached(Reading now) {
            return now.ballast() <= bytes && bytes - now.ballast() < LARGEST_PAGE_BYTES;
        }

        /** What is held is known to the byte. */
        @Override
        public long noise(Reading now) {
            return 0;
        }

        @Override
        public Goal plus(long more) {
            return new Held(bytes + more);
        }

        @Override
        public Goal partway(double part, Reading start) {
            return new Held((long) (bytes * part));
        }
    }

    /** So much above another goal. */
    record Raised(Goal base, long bytes) implements Goal {
        @Override
        public long asked(Reading now) {
            return base.asked(now) + bytes;
        }
    }

    /** Another goal, as long as it does not mean more than this use. */
    record Capped(Goal goal, long use) implements Goal {
        @Override
        public long asked(Reading now) {
            return Math.min(goal.asked(now), use);
        }

        @Override
        public long highestAsked(Reading now) {
            return goal.highestAsked(now);
        }

        @Override
        public long ballastFor(Reading now) {
            return Math.min(goal.ballastFor(now), now.ballast() + use - now.use());
        }

        @Override
        public long wantedUse(Reading now) {
            return Math.min(goal.wantedUse(now), use);
        }

        @Override
        public long noise(Reading now) {
            return goal.noise(now);
        }
    }

    /** Some part of the way from one use to another goal. */
    record Partway(Goal to, long fromUse, double part) implements Goal {
        @Override
        public long asked(Reading now) {
            return (long) between(fromUse, to.asked(now), part);
        }
    }

    /** So much is held, and never less, until another goal is reached. */
    record LeakedUntil(long bytes, Goal until) implements Goal {
        @Override
        public long asked(Reading now) {
            return now.use() + ballastFor(now) - now.ballast();
        }

        @Override
        public long highestAsked(Reading now) {
            return until.highestAsked(now);
        }

        @Override
        public long ballastFor(Reading now) {
            return Math.min(bytes, until.ballastFor(now));
        }

        @Override
        public boolean isReached(Reading now) {
            return new Held(ballastFor(now)).isReached(now);
        }

        @Override
        public long noise(Reading now) {
            return bytes <= until.ballastFor(now) ? 0 : until.noise(now);
        }
    }

    /** So much is held, whether there is room for it or not. */
    record Leaked(long bytes) implements Goal {
        @Override
        public boolean isBounded() {
            return false;
        }

        @Override
        public long asked(Reading now) {
            return now.use() + bytes - now.ballast();
        }

        @Override
        public long highestAsked(Reading now) {
            return Long.MAX_VALUE;
        }

        @Override
        public long ballastFor(Reading now) {
            return bytes;
        }

        @Override
        public boolean isReached(Reading now) {
            return new Held(bytes).isReached(now);
        }

        @Override
        public long noise(Reading now) {
            return 0;
        }
    }
}
