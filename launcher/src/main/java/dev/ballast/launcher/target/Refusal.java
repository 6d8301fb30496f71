package dev.ballast.launcher.target;

import java.io.IOException;

/**
 * Something that was asked for cannot be done; found before it was begun. The message says what, on
 * what, why, and what to do next.
 */
public final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    private final String brief;

    public Refusal(String message) {
        this(message, (Throwable) null);
    }

    public Refusal(String message, Throwable cause) {
        this("no", message, cause);
    }

    /**
     * @param brief the reason in a word or two, for a table of targets
     */
    public Refusal(String brief, String message) {
        this(brief, message, null);
    }

    public Refusal(String brief, String message, Throwable cause) {
        super(message, cause);
        this.brief = brief;
    }

    public String brief() {
        return brief;
    }
}
