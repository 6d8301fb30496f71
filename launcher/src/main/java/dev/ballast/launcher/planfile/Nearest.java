package dev.ballast.launcher.planfile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody has probably meant. */
final class Nearest {
    /** Longer ones are no slip of the finger. */
    private static final int LONGEST = 40;

    private Nearest() {}

    /** {@code ; did you mean `hold`?}, or nothing. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(meant -> "; did you mean `" + meant + "`?").orElse("");
    }

    /** Of those that differ in less than a third of their letters. */
    static Optional<String> to(String word, Collection<String> known) {
        String letters = letters(word);
        if (letters.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(
                        one ->
                                3 * distance(letters, letters(one))
                                        <= Math.max(3, Math.min(letters.length(), one.length())))
                .min(
                        Comparator.comparingInt((String one) -> distance(letters, letters(one)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code avoidBeingKilled} and {@code avoid_being_killed} are the same word. */
    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters are to be added, left out, replaced or exchanged with their neighbour. */
    private static int distance(String from, String to) {
        int[][] least = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                least[i][j] =
                        Math.min(
                                least[i - 1][j - 1] + replaced,
                                1 + Math.min(least[i - 1][j], least[i][j - 1]));
                boolean isExchanged =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                if (isExchanged) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[from.length()][to.length()];
    }
}
