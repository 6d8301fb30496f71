package dev.ballast.launcher.planfile;

import dev.ballast.launcher.probe.ProbeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The list {@code probes}. */
final class ProbeReader {
    /** Kinds of probes whose value is what they look at. */
    private static final Set<String> WITH_SUBJECT = Set.of("http", "cmd");

    /** Kinds of probes whose value is a check. */
    private static final Set<String> WITH_CHECK = Set.of("jvm", "cgroup");

    private static final String CHECKS = "checks";
    private static final String EXAMPLE = "{http: \"http://localhost:8080/health\"}";

    private final Mistakes mistakes;
    private final List<ProbeSpec> probes = new ArrayList<>();

    /** The line of each probe, by its name. */
    private final Map<String, Integer> lines = new HashMap<>();

    ProbeReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Those that are right. */
    List<ProbeSpec> list(Node value) {
        if (value instanceof Node.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                item(list.items().get(i), i + 1);
            }
        } else {
            mistakes.add(
                    value.mark(),
                    "probes: a list stands here, such as [" + EXAMPLE + "], not " + value.kind());
        }
        return probes;
    }

    private void item(Node item, int number) {
        if (!(item instanceof Node.Mapping probe)) {
            mistakes.add(
                    item.mark(),
                    "probes: one probe is for example " + EXAMPLE + ", not " + item.kind());
            return;
        }
        List<Node.Scalar> kinds =
                probe.entries().keySet().stream().filter(key -> isKind(key.text())).toList();
        if (kinds.size() != 1) {
            mistakes.add(
                    kinds.isEmpty() ? probe.mark() : kinds.get(1).mark(),
                    "a probe looks at exactly one of http, cmd, jvm and cgroup");
            return;
        }
        int before = mistakes.count();
        String kind = kinds.get(0).text();
        builder(kind, probe.entries().get(kinds.get(0)))
                .ifPresent(
                        builder -> {
                            probe.entries().forEach((key, value) -> entry(builder, key, value));
                            if (mistakes.count() == before) {
                                mistakes.check(
                                        probe.mark(),
                                        kind,
                                        () -> keep(probe.mark(), builder.build(number)));
                            }
                        });
    }

    private static boolean isKind(String key) {
        return WITH_SUBJECT.contains(key) || WITH_CHECK.contains(key);
    }

    /** None when it cannot look at that, which is noted. */
    private Optional<ProbeSpec.Builder> builder(String kind, Node value) {
        Optional<String> subject =
                WITH_SUBJECT.contains(kind) ? mistakes.text(kind, value) : Optional.of("");
        List<ProbeSpec.Builder> begun = new ArrayList<>();
        subject.ifPresent(
                text ->
                        mistakes.check(
                                value.mark(),
                                kind,
                                () -> begun.add(new ProbeSpec.Builder(kind + ":" + text))));
        return begun.stream().findFirst();
    }

    private void entry(ProbeSpec.Builder builder, Node.Scalar key, Node value) {
        String name = key.text();
        boolean isBareKind =
                WITH_CHECK.contains(name) && value instanceof Node.Scalar text && text.isNull();
        if (isBareKind || WITH_SUBJECT.contains(name)) {
            return;
        }
        if (name.equals(CHECKS) || WITH_CHECK.contains(name)) {
            List<Node> checks = value instanceof Node.Sequence list ? list.items() : List.of(value);
            checks.forEach(check -> hand(name, check, builder::check));
        } else if (ProbeSpec.Builder.SETTINGS.contains(name)) {
            hand(name, value, text -> builder.set(name, text));
        } else {
            mistakes.add(key.mark(), "there is no key `" + name + "` of a probe" + hint(name));
        }
    }

    private static String hint(String key) {
        Set<String> known = new TreeSet<>(ProbeSpec.Builder.SETTINGS);
        known.addAll(WITH_SUBJECT);
        known.addAll(WITH_CHECK);
        known.add(CHECKS);
        return Nearest.hint(key, known);
    }

    private void hand(String key, Node value, Consumer<String> to) {
        mistakes.text(key, value)
                .ifPresent(text -> mistakes.check(value.mark(), key, () -> to.accept(text)));
    }

    private void keep(Mark mark, ProbeSpec probe) {
        Integer first = lines.putIfAbsent(probe.name(), mark.line());
        if (first != null) {
            mistakes.add(
                    mark,
                    "the probe in line " + first + " has the name `" + probe.name() + "`, too");
        }
        probes.add(probe);
    }
}
