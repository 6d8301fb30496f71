package dev.ballast.launcher.planfile;

import java.util.Optional;

/**
 * One option that the file sets.
 *
 * @param mark of its value
 * @param value none for an option that is only switched on
 */
public record Setting(Mark mark, String key, Optional<String> value) {}
