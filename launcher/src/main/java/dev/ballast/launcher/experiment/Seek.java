package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.pressure.PartOfTime;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.pressure.Search;
import dev.ballast.launcher.pressure.SearchResult;
import dev.ballast.launcher.vitals.Vitals;
import java.util.Optional;
import java.util.OptionalDouble;

/** The level of a pressure: sought by what is measured while the run goes on. */
final class Seek {
    /** Vitals are not taken more often. */
    private static final long LOOK_NANOS = 100_000_000;

    /** Who reads the numbers may be kept waiting, above all when memory is short. */
    private static final long STALE_NANOS = 1_000_000_000;

    private final PressureSpec spec;
    private final Vitals vitals;
    private final PartOfTime collections = new PartOfTime();
    private Optional<Search> search = Optional.empty();
    private double level;
    private double foundPercent;
    private long lookedNanos;

    Seek(PressureSpec spec, Vitals vitals) {
        this.spec = spec;
        this.vitals = vitals;
    }

    /** Whether it is the heap's level, and not the container's. */
    boolean isOfHeap() {
        return spec.measure().isOfHeap();
    }

    /** Takes note of what there is now. */
    void look(long nowNanos, AgentSnapshot jvm) {
        if (nowNanos - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = nowNanos;
        OptionalDouble measured = measured(nowNanos, jvm);
        search.ifPresent(begun -> level = begun.at(nowNanos, measured, foundPercent));
    }

    private OptionalDouble measured(long nowNanos, AgentSnapshot jvm) {
        return switch (spec.measure()) {
            case PSI_SOME -> psi(nowNanos, false);
            case PSI_FULL -> psi(nowNanos, true);
            case GC_TIME -> collections.at(nowNanos, jvm.collecting().toNanos());
        };
    }

    private OptionalDouble psi(long nowNanos, boolean isFull) {
        return nowNanos - vitals.now().nanos() > STALE_NANOS
                ? OptionalDouble.empty()
                : vitals.pressure(isFull, Search.WINDOW);
    }

    /**
     * The level for this moment, in percent.
     *
     * @param foundPercent what it is: at first, where the search begins
     */
    double level(long nowNanos, double foundPercent) {
        this.foundPercent = foundPercent;
        if (search.isEmpty()) {
            search = Optional.of(new Search(spec, foundPercent, nowNanos));
            level = foundPercent;
        }
        return level;
    }

    boolean isFound() {
        return search.isPresent() && search.get().isFound();
    }

    /** The hold has begun. */
    void hold(long nowNanos) {
        search.ifPresent(begun -> begun.hold(nowNanos));
    }

    /** None when nothing has been sought yet. */
    Optional<SearchResult> result() {
        return search.map(Search::result);
    }
}
