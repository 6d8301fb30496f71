package dev.ballast.launcher.pressure;

import dev.ballast.launcher.quantity.Percentages;
import java.util.Locale;

/**
 * What a search has found, on average over the time that it was held.
 *
 * @param levelPercent that it took
 * @param measuredPercent of the time
 * @param highestPercent the highest level on the way
 */
public record SearchResult(
        PressureSpec spec, double levelPercent, double measuredPercent, double highestPercent) {
    private static final double NEAR = 0.5;

    /** Whether the pressure was there, as near as something that moves by itself can be held. */
    public boolean isMet() {
        return Math.abs(measuredPercent - spec.percent()) <= NEAR * spec.percent();
    }

    /** {@code psi-some 19.2 % (wanted 20%) at 91.3 % of the limit}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s %.1f %% of the time (wanted %s) at %.1f %% of %s; at most %.1f %% on the way",
                spec.measure(),
                measuredPercent,
                Percentages.words(spec.percent()),
                levelPercent,
                spec.measure().isOfHeap() ? "the heap" : "the limit",
                highestPercent);
    }
}
