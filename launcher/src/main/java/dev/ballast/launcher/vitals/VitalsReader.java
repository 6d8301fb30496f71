package dev.ballast.launcher.vitals;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmCounters;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Optional;

/** Reads everything once. What cannot be read is absent; what the JVM keeps to itself, with why. */
final class VitalsReader implements AutoCloseable {
    private final Proc proc;
    private final TargetJvm target;
    private Optional<JvmCounters> counters = Optional.empty();
    private Optional<String> withoutCounters = Optional.empty();

    VitalsReader(Proc proc, TargetJvm target) {
        this.proc = proc;
        this.target = target;
        try {
            counters = Optional.of(JvmCounters.open(proc, target));
            withoutCounters = counters.get().reasonForNone();
        } catch (IOException notReadable) {
            withoutCounters =
                    Optional.of(UntrustedText.printable(String.valueOf(notReadable.getMessage())));
        }
    }

    VitalSigns read() {
        return new VitalSigns(
                System.nanoTime(),
                ifReadable(() -> target.bound().limit()),
                ifReadable(() -> target.bound().use()),
                ifReadable(() -> target.bound().pressure()).flatMap(pressure -> pressure),
                counters.flatMap(open -> ifReadable(open::read)),
                ifReadable(this::rss));
    }

    private ByteSize rss() throws IOException {
        if (!proc.isAlive(target.process())) {
            throw new ProcessGone(target.process());
        }
        return proc.status(target.process().pid()).residentBytes();
    }

    private interface Source<T> {
        T read() throws IOException;
    }

    /** The target may be gone at any moment, and its cgroup with it. */
    private static <T> Optional<T> ifReadable(Source<T> source) {
        try {
            return Optional.of(source.read());
        } catch (IOException | IllegalArgumentException gone) {
            return Optional.empty();
        }
    }

    /** Why nothing can be read of what the JVM publishes; none when it can. */
    Optional<String> withoutCounters() {
        return withoutCounters;
    }

    @Override
    public void close() {
        try {
            if (counters.isPresent()) {
                counters.get().close();
            }
        } catch (IOException harmless) {
            return; // it was only read, and must not cost anybody the result of a run
        }
    }
}
