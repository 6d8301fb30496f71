package dev.ballast.launcher.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line that a shell reads back as the same arguments. */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** What a reader does not see, or sees in another order. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private ShellWords() {}

    public static String of(List<String> arguments) {
        return arguments.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        if (PLAIN.matcher(argument).matches()) {
            return argument;
        }
        return UNSEEN.matcher(argument).find()
                ? "$'" + escaped(argument) + "'"
                : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** As bash, zsh and ksh read it between {@code $'} and {@code '}. */
    private static String escaped(String argument) {
        StringBuilder words = new StringBuilder();
        argument.codePoints()
                .forEach(
                        point -> {
                            String shown = Character.toString(point);
                            if (point == '\'' || point == '\\') {
                                words.append('\\').append(shown);
                            } else if (UNSEEN.matcher(shown).matches()) {
                                words.append(String.format(Locale.ROOT, "\\U%08x", point));
                            } else {
                                words.append(shown);
                            }
                        });
        return words.toString();
    }
}
