package dev.ballast.launcher.watch;

import dev.ballast.launcher.linux.KernelMessages;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The kernel's log as evidence: there or not, a run goes on. */
interface KernelLog extends AutoCloseable {
    /** The PID namespace that the machine booted with: PROC_PID_INIT_INO in the kernel. */
    String HOST_PID_NAMESPACE = "pid:[4026531836]";

    /** The records since the last call; none when it cannot be read. */
    List<String> unread();

    /** Why it cannot be read; none when it can. */
    Optional<String> unreadable();

    @Override
    void close();

    /** From now on, if this launcher may read it and counts processes as it does. */
    static KernelLog fromNow(Proc proc, int launcher) {
        try {
            if (!proc.namespace(launcher, "pid").equals(HOST_PID_NAMESPACE)) {
                return new Unreadable(
                        "it counts processes as the host does, and this launcher is in another PID"
                                + " namespace");
            }
            return new Readable(KernelMessages.fromNow());
        } catch (IOException denied) {
            return new Unreadable(denied.getMessage());
        }
    }

    /** None. */
    record Unreadable(String reason) implements KernelLog {
        @Override
        public List<String> unread() {
            return List.of();
        }

        @Override
        public Optional<String> unreadable() {
            return Optional.of(reason);
        }

        @Override
        public void close() {}
    }

    /** The machine's. */
    final class Readable implements KernelLog {
        private final KernelMessages messages;
        private Optional<String> failure = Optional.empty();

        private Readable(KernelMessages messages) {
            this.messages = messages;
        }

        @Override
        public List<String> unread() {
            if (failure.isPresent()) {
                return List.of();
            }
            try {
                return messages.unread();
            } catch (IOException noMore) {
                failure = Optional.of(noMore.getMessage());
                return List.of();
            }
        }

        @Override
        public Optional<String> unreadable() {
            return failure;
        }

        @Override
        public void close() {
            messages.close();
        }
    }
}
