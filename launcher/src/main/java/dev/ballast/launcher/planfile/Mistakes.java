package dev.ballast.launcher.planfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found to be wrong with one file so far. */
final class Mistakes {
    private final String file;
    private final List<Mistake> found = new ArrayList<>();

    /**
     * @param file as its user calls it
     */
    Mistakes(String file) {
        this.file = file;
    }

    void add(Mark mark, String words) {
        found.add(new Mistake(mark, words));
    }

    int count() {
        return found.size();
    }

    /** A value that is one text; none when it is not, which is noted. */
    Optional<String> text(String key, Node value) {
        if (!(value instanceof Node.Scalar scalar)) {
            add(value.mark(), key + ": one value stands here, not " + value.kind());
            return Optional.empty();
        }
        if (scalar.isNull()) {
            add(value.mark(), key + ": the value is missing");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    /** Notes what a parser of values throws. */
    void check(Mark mark, String key, Runnable parser) {
        try {
            parser.run();
        } catch (IllegalArgumentException wrong) {
            add(mark, key + ": " + wrong.getMessage());
        }
    }

    /** For a mistake behind which nothing can be read. */
    WrongPlan last(Mark mark, String words) {
        add(mark, words);
        return WrongPlan.of(file, found);
    }

    /**
     * @throws WrongPlan when there is one
     */
    void throwIfAny() throws WrongPlan {
        if (!found.isEmpty()) {
            throw WrongPlan.of(file, found);
        }
    }
}
