package dev.ballast.launcher.control;

import java.io.IOException;

/** The agent no longer does what it was asked, and why. */
public final class AgentLost extends IOException {
    private static final long serialVersionUID = 1;

    public AgentLost(String message) {
        super(message);
    }

    AgentLost(String message, Throwable cause) {
        super(message, cause);
    }
}
