package dev.ballast.launcher.target;

import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;

/**
 * A process that is a JVM, by the files that are mapped into it.
 *
 * @param status as it was when the process was looked at
 */
public record JvmProcess(ProcessId process, ProcessStatus status, JvmFiles files) {}
