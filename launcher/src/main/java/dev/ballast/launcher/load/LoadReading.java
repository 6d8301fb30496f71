package dev.ballast.launcher.load;

/**
 * What there is of one load, in the unit of its kind.
 *
 * @param held because of ballast
 * @param seen by the JVM's own count; of the heap, what was in use after the last collection; of
 *     the limit, what binds now
 * @param lost what the JVM took away to serve the application, in all
 * @param refusals OutOfMemoryErrors that the agent's own thread met, in all
 * @param room what a share of it is a share of; 0 where there is none, or none is known yet
 */
public record LoadReading(Kind kind, long held, long seen, long lost, long refusals, long room) {
    /** What is compared with what is wanted. */
    public long level() {
        return kind == Kind.HEAP ? seen : held;
    }
}
