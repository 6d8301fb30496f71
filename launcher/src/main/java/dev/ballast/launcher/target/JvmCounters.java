package dev.ballast.launcher.target;

import dev.ballast.launcher.proc.Proc;
import java.io.IOException;

/** WIP. */
public final class JvmCounters implements AutoCloseable {
    public static JvmCounters open(Proc proc, TargetJvm target) throws IOException {
        throw new IOException("not yet");
    }

    public JvmFigures read() throws IOException {
        throw new IOException("not yet");
    }

    @Override
    public void close() {}
}
