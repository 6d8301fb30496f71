package dev.ballast.launcher.planfile;

import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A few options of each kind. */
final class MadeVocabulary implements Vocabulary {
    private static final Consumer<String> ANY = value -> {};

    @Override
    public Map<String, Key> options() {
        return byName(
                new Key("level", Key.Takes.VALUE, Set.of("add"), ANY),
                new Key("add", Key.Takes.VALUE, Set.of("level"), ByteSize::parse),
                new Key("hold", Key.Takes.VALUE, Set.of(), Durations::parse),
                new Key("avoid-being-killed", Key.Takes.FLAG_OR_VALUE, Set.of(), Integer::parseInt),
                new Key("host", Key.Takes.FLAG, Set.of(), ANY),
                new Key("stop-when", Key.Takes.VALUES, Set.of(), MadeVocabulary::rule));
    }

    private static void rule(String value) {
        if (!value.startsWith("psi")) {
            throw new IllegalArgumentException("`" + value + "` is no rule");
        }
    }

    @Override
    public Map<String, Key> target() {
        return byName(
                new Key("pid", Key.Takes.VALUE, Set.of(), Integer::parseInt),
                new Key("container", Key.Takes.VALUE, Set.of(), ANY));
    }

    private static Map<String, Key> byName(Key... keys) {
        return Arrays.stream(keys).collect(Collectors.toMap(Key::name, Function.identity()));
    }

    @Override
    public Optional<String> notInFiles(String key) {
        return Stream.of("detach").filter(key::equals).map(name -> "not here").findFirst();
    }

    @Override
    public void checkTarget(Map<String, String> target) {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("nothing is in it");
        }
    }
}
