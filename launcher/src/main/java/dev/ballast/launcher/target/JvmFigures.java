package dev.ballast.launcher.target;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JVM's own numbers at one moment, from outside: each is there or not known. Counts and times are
 * since the JVM's start, and never less than in an earlier reading of the same {@link JvmCounters}.
 *
 * <p>What HotSpot publishes, seen on 8, 11, 17, 21, 25 and 26 with every collector that they have:
 * a collection is counted when it begins, its time when it ends; both are of pauses. Serial,
 * Parallel and G1 count one for each collection; ZGC from 17 on three or more in each cycle, on 11
 * none; G1 the two pauses that end a concurrent cycle from 11 on, CMS always. No collector's
 * concurrent work is in the time, except that Shenandoah adds its phases and pauses up, some twice:
 * of it neither is known, and what it stopped for is in the safepoints.
 *
 * @param collector for people: {@code G1}
 * @param collections pauses for collections, of all collectors together
 * @param collectionNanos what these took; 1 to 10 % less than the collector's log says, which
 *     begins earlier and ends later
 * @param safepoints when every thread was stopped, for a collection or for anything else
 * @param safepointNanos what these took, with the time until the last thread had stopped; updated
 *     at the end of each
 * @param liveThreads of Java, the JVM's own included
 * @param heapUsed as last published: on 8 to 21 by Serial, Parallel and CMS every 50 ms, on 25 and
 *     26 by Serial and Parallel at the end of a collection; by G1 with every region that is begun,
 *     by ZGC in each pause, by Shenandoah ten times a second
 * @param heapMax what the heap may grow to
 * @param heapAfterCollection what was in use when the last collection of Serial, Parallel or G1, or
 *     the last young one of CMS, was over; not known of others
 */
public record JvmFigures(
        Optional<String> collector,
        OptionalLong collections,
        OptionalLong collectionNanos,
        OptionalLong safepoints,
        OptionalLong safepointNanos,
        OptionalLong liveThreads,
        Optional<ByteSize> heapUsed,
        Optional<ByteSize> heapMax,
        Optional<ByteSize> heapAfterCollection) {
    /** Of a JVM that publishes nothing. */
    static final JvmFigures NONE =
            new JvmFigures(
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public JvmFigures {
        if (isNegative(collections)
                || isNegative(collectionNanos)
                || isNegative(safepoints)
                || isNegative(safepointNanos)
                || isNegative(liveThreads)) {
            throw new IllegalArgumentException("no figure of a JVM is negative");
        }
    }

    private static boolean isNegative(OptionalLong figure) {
        return figure.isPresent() && figure.getAsLong() < 0;
    }
}
