package dev.ballast.launcher.runs;

import java.util.HashMap;
import java.util.Map;

/** The text of an entry: on each line a word and what it stands for. */
record Lines(Map<String, String> values) {
    static Lines parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.putIfAbsent(line.substring(0, space), line.substring(space + 1));
            }
        }
        return new Lines(values);
    }

    boolean has(String word) {
        return values.containsKey(word);
    }

    String text(String word) {
        String value = values.get(word);
        if (value == null) {
            throw new IllegalArgumentException("there is no line `" + word + "`");
        }
        return value;
    }

    long number(String word) {
        return Long.parseLong(text(word));
    }
}
