package dev.ballast.launcher.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** What a probe looks at. */
public sealed interface Subject {
    /** Its own fields are for this package. */
    SubjectKind kind();

    /** As it is written: {@code http:http://localhost:8080/health}. */
    String words();

    /**
     * {@code http:URL}, {@code cmd:COMMAND}, {@code jvm:} or {@code cgroup:}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Subject parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1).strip();
        switch (kind) {
            case "http":
                return Http.of(rest);
            case "cmd":
                return new Command(rest);
            case "jvm":
                checkNothing(kind, rest);
                return new Jvm();
            case "cgroup":
                checkNothing(kind, rest);
                return new Cgroup();
            default:
                throw new IllegalArgumentException(
                        "`"
                                + text
                                + "` names no kind of probe; write for example"
                                + " http:http://localhost:8080/health, cmd:\"COMMAND\","
                                + " \"jvm: gc-time<20%\" or \"cgroup: psi-full<10%\"");
        }
    }

    private static void checkNothing(String kind, String rest) {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "a "
                            + kind
                            + " probe has nothing but checks behind `"
                            + kind
                            + ":`, not "
                            + rest);
        }
    }

    /** A GET. */
    record Http(URI uri) implements Subject {
        private static Http of(String text) {
            try {
                URI uri = new URI(text);
                boolean isHttp = Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
                boolean isPort = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() < 65536;
                if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null || !isPort) {
                    throw new IllegalArgumentException(
                            "`"
                                    + text
                                    + "` is not a URL of http or https with a host, and without a user;"
                                    + " write for example http:http://localhost:8080/health");
                }
                return new Http(uri);
            } catch (URISyntaxException wrong) {
                throw new IllegalArgumentException(
                        "`" + text + "` is not a URL: " + wrong.getMessage());
            }
        }

        @Override
        public SubjectKind kind() {
            return SubjectKind.HTTP;
        }

        @Override
        public String words() {
            return "http:" + uri;
        }
    }

    /** A command of the host. */
    record Command(String command) implements Subject {
        public Command {
            if (command.isBlank()) {
                throw new IllegalArgumentException(
                        "a cmd probe needs a command; write for example cmd:\"pgrep java\"");
            }
        }

        @Override
        public SubjectKind kind() {
            return SubjectKind.CMD;
        }

        @Override
        public String words() {
            return "cmd:" + command;
        }
    }

    /** The JVM's own numbers. */
    record Jvm() implements Subject {
        @Override
        public SubjectKind kind() {
            return SubjectKind.JVM;
        }

        @Override
        public String words() {
            return "jvm:";
        }
    }

    /** What the kernel counts for the memory that binds the target. */
    record Cgroup() implements Subject {
        @Override
        public SubjectKind kind() {
            return SubjectKind.CGROUP;
        }

        @Override
        public String words() {
            return "cgroup:";
        }
    }
}
