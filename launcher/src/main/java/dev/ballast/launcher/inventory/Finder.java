package dev.ballast.launcher.inventory;

import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.container.EngineName;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.target.JvmProcess;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the one process that a selection means. */
public final class Finder {
    private static final int FIRST_PROCESS = 1;
    private static final int MOST_LISTED = 20;

    private final Proc proc;
    private final Targets targets;
    private final Containers containers;
    private final EngineFiles engines;
    private final int ownPid;

    public Finder(
            Proc proc, Targets targets, Containers containers, EngineFiles engines, int ownPid) {
        this.proc = proc;
        this.targets = targets;
        this.containers = containers;
        this.engines = engines;
        this.ownPid = ownPid;
    }

    /**
     * The JVM that is meant.
     *
     * @throws Refusal when there is none, or several, which it lists
     */
    public ProcessId jvm(Selection wanted) throws IOException {
        return only("JVM", wanted, true);
    }

    /**
     * The process that is meant: a JVM when a main class is named, otherwise the first process of
     * the container, or that with the given PID inside.
     *
     * @throws Refusal when there is none, or several, which it lists
     */
    public ProcessId process(Selection wanted) throws IOException {
        return wanted.mainClass().isPresent()
                ? jvm(wanted)
                : only("process", wanted.orPidInside(FIRST_PROCESS), false);
    }

    /** Whether this process is one of those that are meant; not when it has ended. */
    public boolean fits(ProcessId process, Selection wanted) throws IOException {
        try {
            ProcessStat stat = proc.stat(process.pid());
            return stat.id().equals(process) && fits(stat, wanted, false);
        } catch (ProcessGone gone) {
            return false;
        }
    }

    private boolean fits(ProcessStat stat, Selection wanted, boolean onlyJvms) throws IOException {
        return !stat.isZombie()
                && fitsInside(stat.id(), wanted)
                && fitsContainer(stat.id(), wanted)
                && fitsJvm(stat, wanted, onlyJvms);
    }

    private ProcessId only(String what, Selection wanted, boolean onlyJvms) throws IOException {
        List<ProcessId> found = new ArrayList<>();
        int hidden = 0;
        for (int pid : proc.pids()) {
            try {
                ProcessStat stat = proc.stat(pid);
                if (pid != ownPid && fits(stat, wanted, onlyJvms)) {
                    found.add(stat.id());
                }
            } catch (ProcessGone exited) {
                continue;
            } catch (IOException notOurs) {
                hidden++; // one that may not be looked into is not one that may be acted on
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new Refusal(
                found.isEmpty()
                        ? "no "
                                + what
                                + " fits `"
                                + UntrustedText.printable(wanted.toString())
                                + "`"
                                + (hidden > 0
                                        ? " of those that this user may look into, and "
                                                + hidden
                                                + " it may not (root with CAP_SYS_PTRACE may)"
                                        : "")
                                + "; `list` shows the JVMs that there are. Nothing was touched"
                        : "`"
                                + UntrustedText.printable(wanted.toString())
                                + "` fits more than one "
                                + what
                                + ":\n"
                                + described(found)
                                + "Name one by its <pid>, or say more. Nothing was touched");
    }

    private String described(List<ProcessId> found) {
        StringBuilder lines = new StringBuilder();
        for (ProcessId process : found.subList(0, Math.min(found.size(), MOST_LISTED))) {
            lines.append("  ").append(description(process)).append('\n');
        }
        if (found.size() > MOST_LISTED) {
            lines.append("  and ").append(found.size() - MOST_LISTED).append(" more\n");
        }
        return lines.toString();
    }

    /** {@code 4711 in container 4bd0f6c9a1e2 prod/shop/app: shop.Main}. */
    private String description(ProcessId process) {
        try {
            StringBuilder words = new StringBuilder(process.toString());
            Optional<Container> container = containers.of(process);
            container.ifPresent(in -> words.append(" in ").append(in.name()));
            EngineName engine = nameOf(container);
            engine.pod()
                    .map(Object::toString)
                    .or(engine::name)
                    .filter(name -> !words.toString().endsWith(" " + name)) // a runtime's id
                    .ifPresent(name -> words.append(' ').append(name));
            targets.seen(process)
                    .flatMap(this::mainOf)
                    .ifPresent(main -> words.append(": ").append(main));
            return UntrustedText.printable(words.toString());
        } catch (IOException gone) {
            return process.toString();
        }
    }

    private boolean fitsInside(ProcessId process, Selection wanted) throws IOException {
        return wanted.pidInside().isEmpty()
                || wanted.pidInside().getAsInt() == proc.status(process.pid()).innermostPid();
    }

    private boolean fitsContainer(ProcessId process, Selection wanted) throws IOException {
        if (!wanted.isInContainer()) {
            return true;
        }
        Optional<Container> container = containers.of(process);
        return container.isPresent() && wanted.fits(container.get(), nameOf(container));
    }

    /** Only a JVM has a main class. */
    private boolean fitsJvm(ProcessStat stat, Selection wanted, boolean onlyJvms)
            throws IOException {
        if (!onlyJvms && wanted.mainClass().isEmpty()) {
            return true;
        }
        Optional<JvmProcess> jvm =
                stat.threads() < InventoryReader.FEWEST_THREADS
                        ? Optional.empty()
                        : targets.seen(stat.id());
        return jvm.isPresent()
                && (wanted.mainClass().isEmpty()
                        || targets.details(jvm.get()).isRunning(wanted.mainClass().get()));
    }

    private EngineName nameOf(Optional<Container> container) {
        return container.map(engines::of).orElse(EngineName.UNKNOWN);
    }

    private Optional<String> mainOf(JvmProcess jvm) {
        try {
            return targets.details(jvm).main();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
