package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.Limit;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.SwapArea;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.watch.StopRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else decides how a run goes, and is not ballast's: swap, who is killed together, and other
 * killers. Each is a note of the plan; what cannot be read is said and stops nothing.
 */
final class Surroundings {
    private static final OomScoreAdj NEVER = new OomScoreAdj(-1000);
    private static final String OOMD = "systemd-oomd";

    private final Host host;
    private final TargetJvm target;
    private final Intent intent;
    private final List<String> notes = new ArrayList<>();

    private Surroundings(Host host, TargetJvm target, Intent intent) {
        this.host = host;
        this.target = target;
        this.intent = intent;
    }

    static List<String> notes(Host host, TargetJvm target, Intent intent, ByteSize willHold) {
        Surroundings around = new Surroundings(host, target, intent);
        around.note("swap", around::swap);
        around.note("the host's memory", () -> around.freeHost(willHold));
        around.note("memory.high", around::throttle);
        around.note("memory.oom.group", around::oomGroup);
        around.score();
        around.note("the JVM's flags", around::ownKillers);
        around.note("the JVM's flags", around::ownActions);
        around.note("other killers", around::oomd);
        return List.copyOf(around.notes);
    }

    private interface Look {
        void run() throws IOException;
    }

    private void note(String what, Look look) {
        try {
            look.run();
        } catch (IOException unreadable) {
            notes.add(what + " could not be read: " + unreadable.getMessage());
        }
    }

    private void swap() throws IOException {
        ByteSize ofHost = ByteSize.ZERO;
        ByteSize used = ByteSize.ZERO;
        for (SwapArea area : host.proc().swaps()) {
            ofHost = ofHost.plus(area.size());
            used = used.plus(area.used());
        }
        ByteSize allowed = allowed(ofHost);
        if (allowed.equals(ByteSize.ZERO)) {
            return;
        }
        notes.add(
                "swap: up to "
                        + allowed
                        + " of it can be swapped out ("
                        + target.bound().group().map(this::swapUse).orElse(used + " is")
                        + " now); that no longer counts as in use, so the level is of memory only, and the"
                        + " OOM killer comes when swap is full as well"
                        + (intent.keepResident()
                                ? "; ballast keeps touching its own pages"
                                : "; --keep-resident keeps ballast's own pages in memory"));
    }

    /** The smallest limit on the way up, or all there is. */
    private ByteSize allowed(ByteSize ofHost) throws IOException {
        ByteSize smallest = ofHost;
        for (MemoryCgroup at : target.cgroup().upwards()) {
            if (at.swapLimit() instanceof Limit.Of limit && limit.size().compareTo(smallest) < 0) {
                smallest = limit.size();
            }
        }
        return smallest;
    }

    private String swapUse(MemoryCgroup group) {
        try {
            return group.swapUse()
                    .map(size -> size + " is")
                    .orElse("it is not counted how much is");
        } catch (IOException unreadable) {
            return "it could not be read how much is";
        }
    }

    private void freeHost(ByteSize willHold) throws IOException {
        HostMemory memory = host.proc().hostMemory();
        ByteSize left = memory.available().minusOrZero(willHold);
        for (StopRule rule : intent.stopWhen().rules()) {
            if (rule instanceof StopRule.FreeHostBelow free
                    && left.compareTo(free.threshold(memory.total())) < 0) {
                notes.add(
                        "that would leave some "
                                + left
                                + " of the host's memory available: the stop rule "
                                + rule.words()
                                + " ends the run below "
                                + free.threshold(memory.total()));
            }
        }
    }

    private void throttle() throws IOException {
        ByteSize smallest = target.bound().limit();
        Optional<MemoryCgroup> throttled = Optional.empty();
        for (MemoryCgroup at : target.cgroup().upwards()) {
            if (at.throttle() instanceof Limit.Of high && high.size().compareTo(smallest) < 0) {
                smallest = high.size();
                throttled = Optional.of(at);
            }
        }
        if (throttled.isPresent()) {
            notes.add(
                    "memory.high of "
                            + throttled.get().path()
                            + " is "
                            + smallest
                            + ": above it the kernel makes every task of that group wait, up to 2 s each"
                            + " time it asks for memory; a level above it stalls the application,"
                            + " and nothing that ballast can give back prevents it");
        }
    }

    private void oomGroup() throws IOException {
        Optional<MemoryCgroup> together = target.cgroup().dyingTogether(target.bound().group());
        if (together.isPresent()) {
            notes.add(
                    "memory.oom.group is set on "
                            + together.get().path()
                            + ": when the OOM killer takes one process of it, all of them die with it"
                            + (isProtected(NEVER) ? ", but for those at -1000" : ""));
        }
    }

    private boolean isProtected(OomScoreAdj score) {
        return intent.protect().equals(Optional.of(score));
    }

    private void score() {
        if (intent.protect().isPresent() && !isProtected(NEVER)) {
            notes.add(
                    "an OOM score of "
                            + intent.protect().get()
                            + " only weighs: the process with the most memory and score together is still"
                            + " taken; only -1000 keeps the OOM killer away for sure");
        }
    }

    private void ownKillers() throws IOException {
        for (String flag : host.targets().endsOnOutOfMemory(target)) {
            notes.add(
                    "the JVM was started with "
                            + flag
                            + ": it ends itself at its first OutOfMemoryError, whatever its OOM score");
        }
    }

    private void ownActions() throws IOException {
        if (intent.loads().stream().noneMatch(LoadSpec::isUntilRefused)) {
            return;
        }
        for (String flag : host.targets().actsOnOutOfMemory(target)) {
            notes.add(
                    "the JVM was started with "
                            + flag
                            + ": it will do so at the first OutOfMemoryError, which will be that of"
                            + " ballast's own thread");
        }
    }

    private void oomd() throws IOException {
        Proc proc = host.proc();
        for (int pid : proc.pids()) {
            if (isNamed(proc, pid, OOMD)) {
                notes.add(
                        OOMD
                                + " runs on this host (process "
                                + pid
                                + "): it kills whole cgroups that are under memory pressure, whatever their OOM"
                                + " scores");
                return;
            }
        }
    }

    private static boolean isNamed(Proc proc, int pid, String name) {
        try {
            return proc.stat(pid).name().equals(name);
        } catch (IOException exited) {
            return false;
        }
    }
}
