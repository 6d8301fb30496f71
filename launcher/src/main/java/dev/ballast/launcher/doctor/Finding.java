package dev.ballast.launcher.doctor;

/**
 * What was found of one condition.
 *
 * @param text how it is met, or what is missing, what that costs and the remedy
 * @param isEssential whether nothing can be attached to without it
 */
public record Finding(String condition, Verdict verdict, String text, boolean isEssential) {
    /** Whether the condition is met. */
    public enum Verdict {
        OK,
        NOT_OK,
        /** It could not be looked at. */
        UNKNOWN;

        /** For people. */
        public String words() {
            return switch (this) {
                case OK -> "ok";
                case NOT_OK -> "not ok";
                case UNKNOWN -> "unknown";
            };
        }
    }

    /** Whether attach fails for it. */
    public boolean isFatal() {
        return isEssential && verdict == Verdict.NOT_OK;
    }
}
