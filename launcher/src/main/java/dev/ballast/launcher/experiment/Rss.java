package dev.ballast.launcher.experiment;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Optional;

/**
 * The target's VmRSS before, during and after the run; what could not be read any more is absent.
 */
public record Rss(Optional<ByteSize> before, Optional<ByteSize> during, Optional<ByteSize> after) {}
