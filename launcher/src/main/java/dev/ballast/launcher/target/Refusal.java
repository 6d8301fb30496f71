package dev.ballast.launcher.target;

import java.io.IOException;

/**
 * Something that was asked for cannot be done; found before it was begun. The message says what, on
 * what, why, and what to do next.
 */
public final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
