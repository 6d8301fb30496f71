package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.Pidfd;
import dev.ballast.launcher.linux.ProcessGroup;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command with all that it has started, ended by force: its process group, and what can be found
 * from it by parentage. What escapes: a process outside of the group whose parent has ended before
 * (a daemon), and one of another user that may not be signalled.
 */
final class CommandTree implements AutoCloseable {
    /** Each finds the children of those that the one before has stopped. */
    private static final int MOST_PASSES = 20;

    private final Proc proc;
    private final int leader;

    /** Those outside of the group, too. */
    private final Map<Integer, Pidfd> stopped = new LinkedHashMap<>();

    /**
     * @param leader of a session and a group of its own, and not yet reaped
     */
    CommandTree(Proc proc, int leader) {
        this.proc = proc;
        this.leader = leader;
    }

    /**
     * Stops all of them first: what is stopped starts nothing, and does not end and leave its
     * children to somebody else.
     */
    void kill(Duration patience) throws IOException {
        ProcessGroup group = new ProcessGroup(leader);
        group.stop();
        int passes = 0;
        while (stopChildren(leader) && passes < MOST_PASSES) {
            passes++;
        }
        group.kill();
        for (Pidfd process : stopped.values()) {
            try {
                process.kill();
            } catch (IOException endedOrNotAllowed) {
                continue;
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (Pidfd process : stopped.values()) {
            process.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    /**
     * @return whether there was one that had not been found before
     */
    private boolean stopChildren(int parent) {
        boolean isMore = false;
        for (int child : children(parent)) {
            if (!stopped.containsKey(child)) {
                isMore |= stop(child, parent);
            }
            isMore |= stopped.containsKey(child) && stopChildren(child);
        }
        return isMore;
    }

    private boolean stop(int child, int parent) {
        try {
            Pidfd process = Pidfd.open(child);
            // So it is the child and no later process of its number.
            if (proc.stat(child).parentPid() != parent) {
                process.close();
                return false;
            }
            stopped.put(child, process);
            process.stop();
            return true;
        } catch (IOException endedOrNotAllowed) {
            return false;
        }
    }

    private Iterable<Integer> children(int parent) {
        try {
            return proc.children(parent);
        } catch (IOException endedOrNotListed) {
            return List.of();
        }
    }

    @Override
    public void close() {
        stopped.values().forEach(Pidfd::close);
    }
}
