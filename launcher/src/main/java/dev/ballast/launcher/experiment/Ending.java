package dev.ballast.launcher.experiment;

import dev.ballast.launcher.proc.UntrustedText;

/** How the part of a run between its first and its last effect ended, and why in words. */
record Ending(Outcome outcome, String reason) {
    Ending {
        reason = UntrustedText.withoutControls(reason); // paths in it may be a container's
    }
}
