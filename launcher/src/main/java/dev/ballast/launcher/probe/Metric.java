package dev.ballast.launcher.probe;

import dev.ballast.launcher.quantity.Unit;
import java.util.List;

/**
 * What a check can compare.
 *
 * @param units it can be written with; none for a text. The second one's values are found under
 *     {@link #SHARE}
 * @param isOfPhase whether it is judged once, over all looks of a phase, and not at each look
 */
record Metric(String name, List<Unit> units, boolean isOfPhase) {
    /** Behind the name of what is also given as a part of its maximum. */
    static final String SHARE = "%";

    static final String ERRORS = "errors";
    static final String OUT_OF_MEMORY_ERRORS = "oome";

    Metric {
        units = List.copyOf(units);
    }

    static Metric number(String name, Unit... units) {
        return new Metric(name, List.of(units), false);
    }

    static Metric text(String name) {
        return new Metric(name, List.of(), false);
    }

    static Metric ofPhase(String name, Unit unit) {
        return new Metric(name, List.of(unit), true);
    }

    boolean isText() {
        return units.isEmpty();
    }
}
