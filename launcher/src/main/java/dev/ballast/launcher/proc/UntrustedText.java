package dev.ballast.launcher.proc;

import java.util.regex.Pattern;

/** Text that a target or a container has written, on its way to a terminal. */
public final class UntrustedText {
    private static final int LONGEST = 300;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private UntrustedText() {}

    /** Most text is: what a table of many targets is made of need not be matched. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Without control characters, direction marks and line separators, and not without end. */
    public static String printable(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return isPlain(shown) ? shown.strip() : CONTROLS.matcher(shown).replaceAll(" ").strip();
    }

    /** The same for a message that has such text in it: of any length, and in lines. */
    public static String withoutControls(String message) {
        return message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n]]+", " ");
    }
}
