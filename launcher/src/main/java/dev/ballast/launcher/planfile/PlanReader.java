package dev.ballast.launcher.planfile;

import dev.ballast.launcher.probe.ProbeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a file's values to settings, each judged by the vocabulary. */
final class PlanReader {
    static final String FIRST_LINE = "version: 1";

    private static final String VERSION = "version";
    private static final String TARGET = "target";
    private static final String PROBES = "probes";

    private final Vocabulary vocabulary;
    private final Mistakes mistakes;
    private final Map<String, String> target = new LinkedHashMap<>();
    private final List<Setting> settings = new ArrayList<>();
    private final List<ProbeSpec> probes = new ArrayList<>();

    /** The line of each key that says something. */
    private final Map<String, Integer> lines = new HashMap<>();

    PlanReader(Vocabulary vocabulary, Mistakes mistakes) {
        this.vocabulary = vocabulary;
        this.mistakes = mistakes;
    }

    PlanFile plan(Node root) throws WrongPlan {
        if (!(root instanceof Node.Mapping file)) {
            throw mistakes.last(
                    root.mark(),
                    "a plan has keys and values, such as `"
                            + FIRST_LINE
                            + "`, and is not "
                            + root.kind());
        }
        checkVersion(file);
        file.entries().forEach(this::entry);
        return new PlanFile(target, settings, probes);
    }

    /** The keys of another version may mean something else: nothing more is said of them. */
    private void checkVersion(Node.Mapping file) throws WrongPlan {
        Optional<Node> version =
                file.entries().entrySet().stream()
                        .filter(entry -> entry.getKey().text().equals(VERSION))
                        .findFirst()
                        .map(Map.Entry::getValue);
        if (version.isEmpty()) {
            mistakes.add(file.mark(), "`" + FIRST_LINE + "` is missing; begin the plan with it");
        } else if (!(version.get() instanceof Node.Scalar number) || !number.text().equals("1")) {
            throw mistakes.last(
                    version.get().mark(),
                    "version: this launcher reads version 1, not " + version.get().kind());
        }
    }

    private void entry(Node.Scalar key, Node value) {
        switch (key.text()) {
            case VERSION -> {}
            case TARGET -> target(value);
            case PROBES -> probes.addAll(new ProbeReader(mistakes).list(value));
            default -> option(key, value);
        }
    }

    private void option(Node.Scalar key, Node value) {
        Key option = vocabulary.options().get(key.text());
        if (option == null) {
            mistakes.add(key.mark(), unknown(key.text()));
            return;
        }
        for (String rival : new TreeSet<>(option.rivals())) {
            if (lines.containsKey(rival)) {
                mistakes.add(
                        key.mark(),
                        "`"
                                + key.text()
                                + "` cannot be there beside `"
                                + rival
                                + "` in line "
                                + lines.get(rival));
            }
        }
        lines.put(key.text(), key.mark().line());
        values(option, value);
    }

    private String unknown(String key) {
        Optional<String> reason = vocabulary.notInFiles(key);
        if (reason.isPresent()) {
            return key + ": " + reason.get();
        }
        if (vocabulary.target().containsKey(key)) {
            return "`" + key + "` belongs under `target`";
        }
        Set<String> known = new TreeSet<>(vocabulary.options().keySet());
        known.addAll(Set.of(VERSION, TARGET, PROBES));
        return "there is no key `" + key + "`" + Nearest.hint(key, known);
    }

    private void values(Key key, Node value) {
        if (value instanceof Node.Sequence list && key.takes() == Key.Takes.VALUES) {
            list.items().forEach(item -> value(key, item));
        } else {
            value(key, value);
        }
    }

    private void value(Key key, Node value) {
        Optional<String> text = mistakes.text(key.name(), value);
        if (text.isEmpty()) {
            return;
        }
        boolean canSwitch = key.takes() == Key.Takes.FLAG || key.takes() == Key.Takes.FLAG_OR_VALUE;
        if (canSwitch && text.get().equals("true")) {
            settings.add(new Setting(value.mark(), key.name(), Optional.empty()));
        } else if (canSwitch && text.get().equals("false")) {
            lines.remove(key.name());
        } else if (key.takes() == Key.Takes.FLAG) {
            mistakes.add(
                    value.mark(), key.name() + ": `" + text.get() + "` is neither true nor false");
        } else {
            mistakes.check(value.mark(), key.name(), () -> key.check().accept(text.get()));
            settings.add(new Setting(value.mark(), key.name(), text));
        }
    }

    private void target(Node value) {
        if (!(value instanceof Node.Mapping mapping)) {
            mistakes.add(
                    value.mark(),
                    "target: write for example {pid: 4711} or {container: shop}, not "
                            + value.kind());
            return;
        }
        int before = mistakes.count();
        mapping.entries().forEach(this::targetEntry);
        if (mistakes.count() == before) {
            mistakes.check(mapping.mark(), TARGET, () -> vocabulary.checkTarget(target));
        }
    }

    private void targetEntry(Node.Scalar key, Node value) {
        Key option = vocabulary.target().get(key.text());
        if (option == null) {
            Set<String> known = new TreeSet<>(vocabulary.target().keySet());
            mistakes.add(
                    key.mark(),
                    "target: there is no key `"
                            + key.text()
                            + "` in it, only "
                            + String.join(", ", known)
                            + Nearest.hint(key.text(), known));
            return;
        }
        mistakes.text(key.text(), value)
                .ifPresent(
                        text -> {
                            mistakes.check(
                                    value.mark(), key.text(), () -> option.check().accept(text));
                            target.put(key.text(), text);
                        });
    }
}
