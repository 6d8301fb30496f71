package dev.ballast.launcher.quantity;

/** Percentages as people write them. */
public final class Percentages {
    private Percentages() {}

    /**
     * {@code 80%} or {@code 12.5%}; not negative.
     *
     * @param example of what is meant, for the error
     * @throws IllegalArgumentException when it is none
     */
    public static double parse(String text, String example) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : "";
        if (!number.matches("\\d{1,6}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a percentage; write for example " + example);
        }
        return Double.parseDouble(number);
    }

    /** {@code 80%}. */
    public static String words(double percent) {
        return (percent == Math.rint(percent)
                        ? Long.toString((long) percent)
                        : Double.toString(percent))
                + "%";
    }
}
