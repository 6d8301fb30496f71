package dev.ballast.launcher.attach;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Optional;

/**
 * How many OutOfMemoryErrors a JVM has thrown since it was started, caught or not: HotSpot counts
 * them (Exceptions::count_out_of_memory_exceptions) and tells them in the answer to {@code
 * VM.info}, from 11 on.
 *
 * <p>Those that Java code throws are not among them: the one for direct memory is from {@code
 * java.nio.Bits}. Each is counted when it is thrown, so one that is thrown on is one.
 *
 * <p>Answering takes 2 to 5 ms on 11 to 21 with 500 threads, 10 ms on 25 and 26, up to 50 ms with a
 * heap of 2000 regions, in the attach listener's own thread and without a safepoint; during a
 * collection it waits for its end.
 */
public sealed interface OutOfMemoryErrors {
    /**
     * @param javaHeap all but the others: also for the limit of an array's size, the overhead limit
     *     of a collector, and a native thread that could not be started
     */
    record Counted(long javaHeap, long metaspace, long classMetaspace)
            implements OutOfMemoryErrors {
        static final Counted NONE = new Counted(0, 0, 0);

        public Counted {
            if (javaHeap < 0 || metaspace < 0 || classMetaspace < 0) {
                throw new IllegalArgumentException("a count must not be negative");
            }
        }

        public long total() {
            return javaHeap + metaspace + classMetaspace;
        }
    }

    /**
     * @param reason for people
     */
    record NotKnown(String reason) implements OutOfMemoryErrors {}

    /**
     * Asks a JVM whose attach listener is there already: it is after an attach. No signal is sent,
     * and nothing written into its file system.
     *
     * @throws ProcessGone when it has exited
     */
    static OutOfMemoryErrors of(Proc proc, TargetJvm target) throws ProcessGone {
        try (TargetRoot root = TargetRoot.open(proc, target)) {
            return target.owner().run(() -> ask(proc, target, root));
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException failure) {
            return new NotKnown(UntrustedText.printable(failure.getMessage()));
        }
    }

    private static OutOfMemoryErrors ask(Proc proc, TargetJvm target, TargetRoot root)
            throws IOException {
        Optional<Descriptor> socket = new AttachSocket(proc, target, root.tmp()).find();
        if (socket.isEmpty()) {
            return new NotKnown("the attach socket of JVM " + target.name() + " is not there");
        }
        AttachReply reply;
        try (AttachConnection connection =
                new AttachConnection(target, socket.get(), VmInfo.DEADLINE)) {
            reply = new HotSpot(connection).vmInfo();
        }
        if (reply.header() != 0) {
            return new NotKnown("the JVM does not answer VM.info: " + reply.loadError());
        }
        try {
            return VmInfo.outOfMemoryErrors(reply.body());
        } catch (IllegalArgumentException unexpected) {
            return new NotKnown(unexpected.getMessage());
        }
    }
}
