package dev.ballast.launcher.trial;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.TargetJvm;

/** WIP: waits for attach.OutOfMemoryErrors. */
final class ErrorCount {
    ErrorCount(Proc proc, TargetJvm target) {}

    void before() {}

    ThrownErrors after(boolean isThere) {
        return ThrownErrors.unknown("not looked at");
    }
}
