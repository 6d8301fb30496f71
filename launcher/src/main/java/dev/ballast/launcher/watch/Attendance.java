package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is in the watched groups, looked at again and again, so that one who is gone has a name. A
 * look costs one read of each group's list, and one for each process that is new.
 */
final class Attendance {
    /** Of those who are gone: far more than end in the seconds before a record of the log comes. */
    private static final int MOST_REMEMBERED = 4096;

    private final Proc proc;
    private final Map<Integer, ProcessStat> remembered = new LinkedHashMap<>();
    private Map<Integer, ProcessStat> present = new HashMap<>();
    private Map<Integer, ProcessStat> presentBefore = new HashMap<>();

    Attendance(Proc proc) {
        this.proc = proc;
    }

    /**
     * Looks who is there.
     *
     * @return those who were there at the last look and are gone
     */
    List<ProcessStat> take(List<Integer> pids) {
        Map<Integer, ProcessStat> now = new HashMap<>();
        for (int pid : pids) {
            // Read twice: at first sight a process may still have its parent's name.
            Optional<ProcessStat> member =
                    presentBefore.containsKey(pid) && present.containsKey(pid)
                            ? Optional.of(present.get(pid))
                            : living(pid);
            member.ifPresent(stat -> now.put(pid, stat));
        }
        List<ProcessStat> gone = new ArrayList<>(present.values());
        gone.removeIf(stat -> now.containsKey(stat.id().pid()));
        presentBefore = present;
        present = now;
        remember(now);
        return gone;
    }

    private Optional<ProcessStat> living(int pid) {
        try {
            return Optional.of(proc.stat(pid)).filter(stat -> !stat.isZombie());
        } catch (IOException exited) {
            return Optional.empty();
        }
    }

    private void remember(Map<Integer, ProcessStat> members) {
        members.forEach(
                (pid, stat) -> {
                    remembered.remove(pid);
                    remembered.put(pid, stat);
                });
        var oldest = remembered.keySet().iterator();
        while (remembered.size() > Math.max(MOST_REMEMBERED, 2 * members.size())) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Who that is, or was. */
    Optional<ProcessStat> member(int pid) {
        return Optional.ofNullable(remembered.get(pid));
    }
}
