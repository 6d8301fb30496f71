package dev.ballast.launcher.watch;

/** Whose memory was full when the OOM killer came. */
public enum OomScope {
    /** The container's limit, or that of the JVM's own group, also where it is in none. */
    CONTAINER("the container's limit"),
    /** A limit above the container: its pod's, its slice's. */
    ANCESTOR("a limit above the container"),
    /** The limit of a watched group that the JVM is not in, such as a sidecar's. */
    OTHER_GROUP("the limit of another group"),
    /** The host's memory. */
    HOST("the host's memory"),
    /** The counters do not tell, and the kernel's log could not be read. */
    UNKNOWN("a limit that could not be told");

    private final String words;

    OomScope(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
