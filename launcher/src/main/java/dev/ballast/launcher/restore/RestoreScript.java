package dev.ballast.launcher.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a restorer runs, in bash or busybox's sh, with two arguments: the folder of the journal, and
 * the lease in seconds.
 *
 * <p>It ignores what a terminal sends to a group, prints {@code ready}, and restores at the end of
 * its input or when no line has come for the lease. It ends with 0 when what the journal lists is
 * restored and the entry removed, and with 1 when something is left and the entry kept.
 *
 * @param beside the class in whose package it is
 * @param file its name there
 * @param process as which it is seen
 */
public record RestoreScript(Class<?> beside, String file, String process) {
    String text() throws IOException {
        try (InputStream script = beside.getResourceAsStream(file)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
