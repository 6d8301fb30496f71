package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.planfile.Key;
import dev.ballast.launcher.planfile.PlanFile;
import dev.ballast.launcher.planfile.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * A plan, and what stands behind it, as the words of one {@code attach}.
 *
 * @param ofFile what the file says, without what the words behind it replace
 * @param behind those words, as they were written
 * @param keys of everything that is said
 */
record AttachWords(List<String> ofFile, List<String> behind, Set<String> keys, boolean hasTarget) {
    static final String ATTACH = "attach";

    private static final String PROBE = "probe";

    /**
     * An option behind the file replaces all that the file has of it, and of those that exclude it;
     * a target behind the file replaces the file's.
     */
    static AttachWords of(PlanFile plan, List<String> behind, AttachVocabulary vocabulary) {
        ParseResult typed = typed(behind);
        Set<String> keys = new HashSet<>();
        typed.matchedOptions().forEach(option -> keys.add(AttachVocabulary.key(option)));
        boolean isTargetTyped =
                !typed.matchedPositionals().isEmpty()
                        || keys.stream().anyMatch(vocabulary.target()::containsKey);
        List<String> words = new ArrayList<>();
        if (!isTargetTyped) {
            words.addAll(target(plan.target()));
        }
        List<Setting> kept =
                plan.settings().stream()
                        .filter(
                                setting ->
                                        !isReplaced(vocabulary.options().get(setting.key()), keys))
                        .toList();
        boolean isProbeTyped = keys.contains(PROBE);
        for (Setting setting : kept) {
            words.add(word(setting));
            keys.add(setting.key());
        }
        if (!isProbeTyped) {
            plan.probes().forEach(probe -> words.add("--" + PROBE + "=" + probe.text()));
        }
        return new AttachWords(words, behind, keys, isTargetTyped || !plan.target().isEmpty());
    }

    /** What picocli makes of them; what is wrong or missing is said when all words are read. */
    private static ParseResult typed(List<String> behind) {
        CommandLine root = Main.commandLine(new StopRequest(), ATTACH).setExpandAtFiles(false);
        CommandLine attach = root.getSubcommands().get(ATTACH);
        attach.getCommandSpec().parser().collectErrors(true);
        String[] words = Stream.concat(Stream.of(ATTACH), behind.stream()).toArray(String[]::new);
        return root.parseArgs(words).subcommand();
    }

    private static boolean isReplaced(Key key, Set<String> typed) {
        return typed.contains(key.name()) || key.rivals().stream().anyMatch(typed::contains);
    }

    private static List<String> target(Map<String, String> target) {
        return AttachVocabulary.isPid(target)
                ? List.copyOf(target.values())
                : target.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .toList();
    }

    private static String word(Setting setting) {
        return "--" + setting.key() + setting.value().map(value -> "=" + value).orElse("");
    }

    /** Without the command's name. */
    List<String> all() {
        return Stream.concat(ofFile.stream(), behind.stream()).toList();
    }
}
