package dev.ballast.launcher.target;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/** WIP. */
public record JvmFigures(
        OptionalLong collections,
        OptionalLong collectionNanos,
        OptionalLong safepoints,
        OptionalLong safepointNanos,
        OptionalLong liveThreads,
        Optional<ByteSize> heapUsed,
        Optional<ByteSize> heapMax,
        Optional<ByteSize> heapAfterCollection) {}
