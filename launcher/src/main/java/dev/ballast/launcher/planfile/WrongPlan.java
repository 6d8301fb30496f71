package dev.ballast.launcher.planfile;

import dev.ballast.launcher.proc.UntrustedText;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A file that is no plan; the message has a line for each mistake. */
public final class WrongPlan extends IOException {
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 20;
    private static final String UNTOUCHED = "Nothing was touched";

    private WrongPlan(String message) {
        super(message);
    }

    /** For a file that could not be read at all. */
    static WrongPlan unread(String file, String why) {
        return new WrongPlan(closed(UntrustedText.printable(file + ": " + why)));
    }

    /** {@code plan.yaml:7:7: hold: `60` is not a time; ...}, in the order of the file. */
    static WrongPlan of(String file, List<Mistake> mistakes) {
        String name = UntrustedText.printable(file);
        String shown =
                mistakes.stream()
                        .sorted(Comparator.comparing(Mistake::mark))
                        .limit(SHOWN)
                        .map(mistake -> name + ":" + mistake.mark() + ": " + mistake.words())
                        .collect(Collectors.joining("\n"));
        if (mistakes.size() == 1) {
            return new WrongPlan(closed(shown));
        }
        String notShown =
                mistakes.size() > SHOWN ? ", of which the first " + SHOWN + " are shown" : "";
        return new WrongPlan(closed(shown + "\n" + mistakes.size() + " mistakes" + notShown));
    }

    private static String closed(String words) {
        return words + (words.endsWith("?") ? " " : ". ") + UNTOUCHED;
    }
}
