package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.UntrustedText;

/**
 * One process that the OOM killer took during the run.
 *
 * @param pid as the launcher's PID namespace counts
 * @param name of its program as the kernel knows it, made printable
 * @param scope whose memory was full
 * @param limit the group that was full, for people; empty when only the scope is known
 */
public record Killed(
        int pid, String name, Who who, OomScope scope, String limit, Evidence evidence) {
    /** What it was to this run. */
    public enum Who {
        TARGET("the target"),
        /** Another process of the container, or of the group whose limit binds the target. */
        BYSTANDER("a bystander"),
        /** A process of this launcher. */
        HELPER("a helper of ballast"),
        /** A process of the host that is in none of the watched groups. */
        ELSEWHERE("a process elsewhere on the host");

        private final String words;

        Who(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** How that is known. */
    public enum Evidence {
        KERNEL_LOG("the kernel's log names it"),
        /** It was gone when the kernel had counted one more kill, and nobody else was. */
        GONE_AS_COUNTED("it was gone when a kill had been counted"),
        /** The launcher is its parent. */
        EXIT_STATUS("its exit status says SIGKILL");

        private final String words;

        Evidence(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Killed {
        name = UntrustedText.printable(name);
        limit = UntrustedText.printable(limit);
    }

    /** For people: {@code process 4711 (java), the target, by the container's limit ...}. */
    public String sentence() {
        return "process "
                + pid
                + " ("
                + name
                + "), "
                + who.words()
                + ", by "
                + scope.words()
                + (limit.isEmpty() ? "" : " (memory cgroup " + limit + ")")
                + "; "
                + evidence.words();
    }
}
