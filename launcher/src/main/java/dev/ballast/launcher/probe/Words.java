package dev.ballast.launcher.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A text in words, as a shell would have it: quotes of both kinds keep one together. */
final class Words {
    private Words() {}

    /** The text that {@link #of} makes these words of. */
    static String text(List<String> words) {
        return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        boolean isPlain =
                word.chars().noneMatch(c -> c == '"' || c == '\'' || Character.isWhitespace(c));
        return isPlain && !word.isEmpty()
                ? word
                : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * {@code cmd:"pgrep java" exit==0} are two. Behind a backslash in double quotes a quote or a
     * backslash is itself.
     *
     * @throws IllegalArgumentException when a quote is not closed
     */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isEscape =
                    quote == '"'
                            && c == '\\'
                            && i + 1 < text.length()
                            && "\"\\".indexOf(text.charAt(i + 1)) >= 0;
            if (isEscape) {
                word.append(text.charAt(++i));
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                isWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (isWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                isWord = false;
            } else {
                word.append(c);
                isWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed: " + text);
        }
        if (isWord) {
            words.add(word.toString());
        }
        return words;
    }
}
