package dev.ballast.launcher.inventory;

import dev.ballast.launcher.attach.AttachCheck;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.container.EngineName;
import dev.ballast.launcher.linux.UtsNamespace;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import dev.ballast.launcher.target.JvmProcess;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at every JVM there is. */
public final class InventoryReader {
    /**
     * HotSpot 8 with the serial collector and the interpreter alone has 7; most processes have one.
     */
    static final int FEWEST_THREADS = 5;

    /**
     * How long nothing may come to an end. A container's file system may be one that never answers
     * (FUSE): it is not waited for longer.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_LOOKS_AT_ONCE = 32;

    /** Those of the host first, then container by container. */
    private static final Comparator<SeenJvm> BY_PLACE =
            Comparator.<SeenJvm, String>comparing(
                            jvm -> jvm.target().container().map(Container::name).orElse(""))
                    .thenComparing(jvm -> jvm.target().process().pid());

    private final Proc proc;
    private final Targets targets;
    private final EngineFiles engines;
    private final int ownPid;

    /**
     * @param engines where the engines keep what they know of containers
     * @param ownPid the launcher's, which is a JVM that nobody asks for
     */
    public InventoryReader(Proc proc, EngineFiles engines, int ownPid) throws IOException {
        this.proc = proc.rememberingTheHost();
        MemoryCgroups cgroups = new MemoryCgroups(this.proc);
        Containers containers = new Containers(this.proc, cgroups, ownPid);
        this.targets = new Targets(this.proc, cgroups, containers);
        this.engines = engines;
        this.ownPid = ownPid;
    }

    public Inventory read() throws IOException {
        List<ProcessId> candidates = candidates();
        ExecutorService looks =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(candidates.size(), MOST_LOOKS_AT_ONCE)),
                        InventoryReader::daemon);
        try {
            Map<ProcessId, Future<Optional<SeenJvm>>> asked = new LinkedHashMap<>();
            for (ProcessId candidate : candidates) {
                Callable<Optional<SeenJvm>> look = () -> look(candidate);
                asked.put(candidate, looks.submit(look));
            }
            return gather(asked);
        } finally {
            looks.shutdownNow();
        }
    }

    private static Thread daemon(Runnable look) {
        Thread thread = new Thread(look, "ballast-look");
        thread.setDaemon(true);
        return thread;
    }

    private List<ProcessId> candidates() throws IOException {
        List<ProcessId> candidates = new ArrayList<>();
        for (int pid : proc.pids()) {
            try {
                ProcessStat stat = proc.stat(pid);
                if (stat.threads() >= FEWEST_THREADS && pid != ownPid) {
                    candidates.add(stat.id());
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return candidates;
    }

    private static Inventory gather(Map<ProcessId, Future<Optional<SeenJvm>>> asked)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<SeenJvm> jvms = new ArrayList<>();
        List<Inventory.Unseen> unseen = new ArrayList<>();
        int hidden = 0;
        for (Map.Entry<ProcessId, Future<Optional<SeenJvm>>> look : asked.entrySet()) {
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                look.getValue().get(left, TimeUnit.NANOSECONDS).ifPresent(jvms::add);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } catch (TimeoutException late) {
                String reason = "a look at it did not end within " + PATIENCE.toSeconds() + " s";
                unseen.add(new Inventory.Unseen(look.getKey(), reason));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof NotOurs) {
                    hidden++;
                } else if (!(failure.getCause() instanceof ProcessGone)) {
                    unseen.add(
                            new Inventory.Unseen(
                                    look.getKey(),
                                    String.valueOf(failure.getCause().getMessage())));
                }
            }
        }
        jvms.sort(BY_PLACE);
        return new Inventory(jvms, unseen, hidden);
    }

    /** A process that this user may not look into. */
    private static final class NotOurs extends IOException {
        private static final long serialVersionUID = 1;

        NotOurs(IOException cause) {
            super(cause);
        }
    }

    private Optional<SeenJvm> look(ProcessId candidate) throws IOException {
        Optional<JvmProcess> jvm = seen(candidate);
        return jvm.isPresent() ? Optional.of(look(jvm.get())) : Optional.empty();
    }

    private Optional<JvmProcess> seen(ProcessId candidate) throws IOException {
        try {
            return targets.seen(candidate);
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException notOurs) {
            throw new NotOurs(notOurs);
        }
    }

    private SeenJvm look(JvmProcess jvm) throws IOException {
        TargetJvm target = targets.target(jvm);
        int pid = jvm.process().pid();
        int uid = jvm.status().uid();
        return new SeenJvm(
                target,
                uid,
                proc.userName(pid, uid),
                target.container().map(engines::of).orElse(EngineName.UNKNOWN),
                hostName(target),
                targets.details(jvm),
                jvm.status().residentBytes(),
                target.bound().limit(),
                target.bound().use().unreclaimable(),
                proc.oomScoreAdj(pid),
                obstacle(jvm, target));
    }

    private Optional<Obstacle> obstacle(JvmProcess jvm, TargetJvm target) throws IOException {
        try {
            targets.check(jvm, target);
            new AttachCheck(proc).check(target);
            return Optional.empty();
        } catch (Refusal refused) {
            return Optional.of(new Obstacle(refused.brief(), refused.getMessage()));
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException notKnown) {
            return Optional.of(new Obstacle("not known", notKnown.getMessage()));
        }
    }

    /** Of a container with a name of its own; who may not enter it does not see that. */
    private Optional<String> hostName(TargetJvm target) throws IOException {
        int pid = target.process().pid();
        String namespace = proc.namespace(pid, "uts");
        if (target.container().isEmpty() || namespace.equals(proc.namespace(ownPid, "uts"))) {
            return Optional.empty();
        }
        try {
            Path link = proc.path(pid).resolve("ns").resolve("uts");
            return Optional.of(UtsNamespace.hostName(link)).filter(name -> !name.isBlank());
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
    }
}
