package dev.ballast.launcher.planfile;

import dev.ballast.launcher.probe.ProbeSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment as a file has it; every value of it has been checked.
 *
 * @param target by key; empty when the file names none
 * @param settings in the order of the file
 */
public record PlanFile(Map<String, String> target, List<Setting> settings, List<ProbeSpec> probes) {
    public PlanFile {
        target = Map.copyOf(target);
        settings = List.copyOf(settings);
        probes = List.copyOf(probes);
    }

    /**
     * @throws WrongPlan with everything that is wrong with it
     */
    public static PlanFile read(Path file, Vocabulary vocabulary) throws WrongPlan {
        return parse(file.toString(), Source.text(file), vocabulary);
    }

    /**
     * @param name of the file, for messages
     */
    static PlanFile parse(String name, String text, Vocabulary vocabulary) throws WrongPlan {
        Mistakes mistakes = new Mistakes(name);
        Optional<Node> root = Yaml.read(text, mistakes);
        if (root.isEmpty()) {
            throw mistakes.last(
                    new Mark(1, 1),
                    "nothing is in this file; a plan begins with `" + PlanReader.FIRST_LINE + "`");
        }
        PlanFile plan = new PlanReader(vocabulary, mistakes).plan(root.get());
        mistakes.throwIfAny();
        return plan;
    }
}
