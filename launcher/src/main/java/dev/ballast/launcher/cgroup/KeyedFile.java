package dev.ballast.launcher.cgroup;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The text of a flat keyed file such as {@code memory.stat}: lines of {@code inactive_file 123456}.
 * On v1 the fields that count the groups below as well begin with {@code total_}.
 */
record KeyedFile(String text, CgroupFile source) {
    /**
     * A field of a file that may not be there: the root cgroup has none of these, an old kernel no
     * such field.
     */
    static OptionalLong count(CgroupFile source, String field) throws IOException {
        Optional<String> text = source.text();
        if (text.isEmpty() || !text.get().contains(field + " ")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(new KeyedFile("\n" + text.get() + "\n", source).value(field));
    }

    long value(String field) throws IOException {
        String start = "\n" + field + " ";
        int at = text.indexOf(start);
        if (at < 0) {
            throw new IOException("read `" + source.path() + "`: there is no field " + field);
        }
        int value = at + start.length();
        return source.number(text.substring(value, text.indexOf('\n', value)));
    }
}
