package dev.ballast.launcher.proc;

import java.io.IOException;

/** The process that was to be read has exited, or never was. */
public final class ProcessGone extends IOException {
    private static final long serialVersionUID = 1;

    ProcessGone(String path, IOException cause) {
        super("read `" + path + "`: there is no such process (any more)", cause);
    }

    public ProcessGone(ProcessId process) {
        super("process " + process + " has exited");
    }
}
