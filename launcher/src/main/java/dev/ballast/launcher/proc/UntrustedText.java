package dev.ballast.launcher.proc;

/** Text that a target or a container has written, on its way to a terminal. */
public final class UntrustedText {
    private static final int LONGEST = 300;

    private UntrustedText() {}

    /** Without control characters, direction marks and line separators, and not without end. */
    public static String printable(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    /** The same for a message that has such text in it: of any length, and in lines. */
    public static String withoutControls(String message) {
        return message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n]]+", " ");
    }
}
