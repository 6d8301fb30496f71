package dev.ballast.launcher.target;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much of the heap was in use when the last collection was over, by the spaces' counters.
 *
 * <p>HotSpot writes these at the end of a collection, before it sets {@code sun.gc.cause} back to
 * {@code No GC} and after it has set the collector's {@code lastExitTime}. Up to 21 a thread of the
 * JVM's own writes them again every 50 ms for Serial, Parallel and CMS, and then {@code
 * sun.os.hrt.ticks}: as long as that is the older stamp they are those of the collection. Later,
 * what is outside of eden still is, after a young collection, which always empties eden: a failed
 * one is followed by a full one in the same pause. A full one may leave objects in eden, so after
 * it nothing is known once eden has been written again. G1 always empties eden, and writes the rest
 * again only when it makes a huge object.
 *
 * <p>It is told at the first reading that can tell it, and kept: what was made outside of eden
 * until then is in it, which is large arrays only.
 */
final class HeapAfterCollection {
    private static final String NOT_AT_WORK = "No GC";
    private static final String SAMPLED_AT = "sun.os.hrt.ticks";

    private long endTicks;
    private Optional<ByteSize> left = Optional.empty();

    /**
     * What is known now.
     *
     * @param before a reading just before this one: only what both say is of one moment
     */
    Optional<ByteSize> after(PerfData before, PerfData now) {
        long end = Math.max(Pauses.YOUNG.endTicks(now), Pauses.FULL.endTicks(now));
        if (end != endTicks) {
            endTicks = end;
            left = Optional.empty();
        }
        if (end > 0 && left.isEmpty() && isSame(before, now) && !isAtWork(now)) {
            left = told(now, end);
        }
        return left;
    }

    /** The pauses of one kind, by HotSpot's numbers for them. */
    private enum Pauses {
        YOUNG(0),
        FULL(1),
        OF_CONCURRENT_CYCLE(2);

        private final String beginName;
        private final String endName;

        Pauses(int number) {
            this.beginName = "sun.gc.collector." + number + ".lastEntryTime";
            this.endName = "sun.gc.collector." + number + ".lastExitTime";
        }

        long beginTicks(PerfData data) {
            return data.number(beginName).orElse(0);
        }

        long endTicks(PerfData data) {
            return data.number(endName).orElse(0);
        }

        boolean isSame(PerfData before, PerfData now) {
            return beginTicks(before) == beginTicks(now) && endTicks(before) == endTicks(now);
        }

        boolean isAtWork(PerfData data) {
            return beginTicks(data) > endTicks(data);
        }
    }

    private static boolean isSame(PerfData before, PerfData now) {
        for (Pauses kind : Pauses.values()) {
            if (!kind.isSame(before, now)) {
                return false;
            }
        }
        return before.number(SAMPLED_AT).equals(now.number(SAMPLED_AT))
                && before.heapUsed().equals(now.heapUsed())
                && before.edenUsed().equals(now.edenUsed())
                && !isAtWork(before);
    }

    private static boolean isAtWork(PerfData data) {
        for (Pauses kind : Pauses.values()) {
            if (kind.isAtWork(data)) {
                return true;
            }
        }
        return !data.text("sun.gc.cause").orElse("").equals(NOT_AT_WORK);
    }

    private static Optional<ByteSize> told(PerfData now, long end) {
        Optional<CollectorKind> kind = CollectorKind.of(now);
        OptionalLong all = now.heapUsed();
        OptionalLong eden = now.edenUsed();
        if (kind.isEmpty()
                || all.isEmpty()
                || eden.isEmpty()
                || Pauses.OF_CONCURRENT_CYCLE.endTicks(now) > end) {
            return Optional.empty();
        }
        ByteSize whole = new ByteSize(all.getAsLong());
        ByteSize withoutEden = new ByteSize(all.getAsLong() - eden.getAsLong());
        boolean isAsItWas = now.number(SAMPLED_AT).orElse(0) <= end;
        boolean isYoung = Pauses.YOUNG.endTicks(now) == end;
        return switch (kind.get()) {
            case SERIAL, PARALLEL ->
                    isAsItWas
                            ? Optional.of(whole)
                            : Optional.of(withoutEden).filter(outside -> isYoung);
            // Its concurrent sweep changes the old space, and on 8 pauses of it count as full ones.
            case CMS -> Optional.of(whole).filter(outside -> isAsItWas && isYoung);
            case G1 -> Optional.of(withoutEden);
            case ZGC, SHENANDOAH -> Optional.empty();
        };
    }
}
