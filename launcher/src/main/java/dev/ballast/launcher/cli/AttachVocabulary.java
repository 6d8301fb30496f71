package dev.ballast.launcher.cli;

import dev.ballast.launcher.planfile.Key;
import dev.ballast.launcher.planfile.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code attach} as keys of a plan, with their own converters. */
final class AttachVocabulary implements Vocabulary {
    private static final String ON_THE_COMMAND_LINE =
            "how one run is started is said behind the file, for example `run plan.yaml --detach`";

    private static final Map<String, String> NOT_IN_FILES =
            Map.of(
                    "detach", ON_THE_COMMAND_LINE,
                    "log", ON_THE_COMMAND_LINE,
                    "debug", ON_THE_COMMAND_LINE,
                    "probe", "all probes are one list under `probes`");

    private final CommandSpec attach;
    private final Map<String, Key> options = new LinkedHashMap<>();
    private final Map<String, Key> target = new LinkedHashMap<>();

    AttachVocabulary(CommandSpec attach) {
        this.attach = attach;
        List<OptionSpec> ofTarget =
                attach.argGroups().stream()
                        .filter(AttachVocabulary::isTarget)
                        .flatMap(group -> group.allOptionsNested().stream())
                        .toList();
        for (OptionSpec option : attach.options()) {
            if (ofTarget.contains(option)) {
                target.put(key(option), keyOf(option));
            } else if (isForFiles(option)) {
                options.put(key(option), keyOf(option));
            }
        }
    }

    private static boolean isTarget(ArgGroupSpec group) {
        return !group.allPositionalParametersNested().isEmpty();
    }

    private static boolean isForFiles(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !NOT_IN_FILES.containsKey(key(option));
    }

    /** {@code hold}, for {@code --hold}. */
    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    @Override
    public Map<String, Key> options() {
        return options;
    }

    @Override
    public Map<String, Key> target() {
        return target;
    }

    @Override
    public Optional<String> notInFiles(String key) {
        return Optional.ofNullable(NOT_IN_FILES.get(key));
    }

    /** A PID alone is one of this machine. */
    @Override
    public void checkTarget(Map<String, String> given) {
        SelectionOptions selection = new SelectionOptions();
        CommandLine line = configured(CommandSpec.forAnnotatedObject(selection));
        List<String> words = new ArrayList<>();
        given.forEach((key, value) -> words.add("--" + key + "=" + value));
        try {
            line.parseArgs(words.toArray(String[]::new));
            if (given.isEmpty()) {
                throw new IllegalArgumentException(
                        "none of " + String.join(", ", target.keySet()) + " is in it");
            }
            if (!isPid(given)) {
                selection.chosen(line.getCommandSpec());
            }
        } catch (ParameterException wrong) {
            throw new IllegalArgumentException(wrong.getMessage());
        }
    }

    /** Whether a PID names the target, without a container that it would be counted in. */
    static boolean isPid(Map<String, String> target) {
        return target.keySet().equals(Set.of("pid"));
    }

    private static Set<String> keys(ArgGroupSpec group) {
        return group.allOptionsNested().stream()
                .map(AttachVocabulary::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Key keyOf(OptionSpec option) {
        return new Key(key(option), takes(option), rivals(option), check(option));
    }

    private static Key.Takes takes(OptionSpec option) {
        if (option.arity().max() == 0) {
            return Key.Takes.FLAG;
        }
        if (option.arity().min() == 0) {
            return Key.Takes.FLAG_OR_VALUE;
        }
        return option.isMultiValue() ? Key.Takes.VALUES : Key.Takes.VALUE;
    }

    private static Set<String> rivals(OptionSpec option) {
        if (option.group() == null || !option.group().exclusive()) {
            return Set.of();
        }
        Set<String> rivals = keys(option.group());
        rivals.remove(key(option));
        return rivals;
    }

    /** The same option, alone on a command line that nobody runs. */
    private static Consumer<String> check(OptionSpec option) {
        CommandSpec alone =
                CommandSpec.create()
                        .addOption(
                                OptionSpec.builder(option.names())
                                        .typeInfo(option.typeInfo())
                                        .converters(option.converters())
                                        .splitRegex(option.splitRegex())
                                        .arity(option.arity().max() == 0 ? "0" : "1")
                                        .build());
        CommandLine line = configured(alone);
        return value -> {
            try {
                line.parseArgs(option.longestName() + "=" + value);
            } catch (ParameterException wrong) {
                throw new IllegalArgumentException(reason(wrong));
            }
        };
    }

    /** What the converter says, without picocli's words around it. */
    private static String reason(ParameterException wrong) {
        return wrong.getCause() instanceof TypeConversionException cause
                ? cause.getMessage()
                : wrong.getMessage();
    }

    private static CommandLine configured(CommandSpec spec) {
        return Main.configured(new CommandLine(spec)).setExpandAtFiles(false);
    }
}
