package dev.ballast.launcher.planfile;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value of the file, and where it begins. */
sealed interface Node {
    Mark mark();

    /** For people: {@code a list}. */
    String kind();

    /**
     * Text, as it is written: what looks like a number is none here.
     *
     * @param isPlain whether without quotes
     */
    record Scalar(Mark mark, String text, boolean isPlain) implements Node {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        boolean isNull() {
            return isPlain && NULLS.contains(text);
        }

        @Override
        public String kind() {
            return "`" + text + "`";
        }
    }

    /** {@code [a, b]}. */
    record Sequence(Mark mark, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** {@code {a: b}}, in the order of the file; every key has a place of its own. */
    record Mapping(Mark mark, Map<Scalar, Node> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }
    }
}
