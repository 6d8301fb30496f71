package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may know whom: the packages of the launcher in data-flow order, dependencies one way. */
class ArchitectureTest {
    private static final String ROOT = "dev.ballast.launcher.";
    private static final String PAGE = "dev.ballast.agent.page";

    /** Each package, and what it may use; only of those above it. */
    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    static {
        allow("linux");
        allow("quantity");
        allow("proc", "quantity");
        allow("cgroup", "proc", "quantity");
        allow("container", "cgroup", "proc", "linux");
        allow("target", "container", "cgroup", "proc", "linux", "quantity", PAGE);
        allow("journal", "proc");
        allow("attach", "target", "journal", "proc", "linux", PAGE);
        allow("inventory", "attach", "target", "container", "cgroup", "proc", "linux", "quantity");
        allow("pressure", "quantity");
        allow("load", "quantity", PAGE);
        allow("control", "load", "proc", "linux", "quantity", PAGE);
        allow("govern", "quantity");
        allow("shape", "govern", "pressure", "quantity");
        allow("entrant", "cgroup");
        allow("fuse", "entrant", "cgroup", "linux");
        allow("pagecache", "entrant", "load", "cgroup", "proc", "linux", "quantity");
        allow("watch", "target", "container", "cgroup", "proc", "linux", "quantity");
        allow("restore", "journal", "target");
        allow("guard", "restore", "container", "cgroup", "proc", "journal", "target");
        allow("squeeze", "restore", "load", "cgroup", "proc", "journal", "target", "quantity");
        allow("victim", "guard", "cgroup", "proc", "quantity");
        allow("timeline", "proc", "quantity");
        allow("vitals", "timeline", "control", "target", "cgroup", "proc", "quantity");
        allow(
                "probe",
                "vitals",
                "timeline",
                "control",
                "target",
                "cgroup",
                "proc",
                "linux",
                "quantity");
        allowEverythingBefore("plan");
        allowEverythingBefore("doctor");
        allowEverythingBefore("experiment");
        allowEverythingBefore("trial");
        allow("planfile", "probe", "proc");
        allowEverythingBefore("runs");
        allowEverythingBefore("report");
        allow("exporter", "report", "trial", "plan", "target");
        allow("demo");
        allowEverythingBefore("cli");
    }

    /** Packages of the JDK's own that a class of the agent may use, once they are opened to it. */
    private static final Map<String, Set<String>> INTERNALS =
            Map.of(
                    "ModularMemory", Set.of("jdk.internal.misc"),
                    "Collections", Set.of("com.sun.management"),
                    "Java9Memory", Set.of("sun.nio.ch", "jdk.internal.ref"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.ballast");

    private static void allow(String name, String... used) {
        ALLOWED.put(name, Set.of(used));
    }

    private static void allowEverythingBefore(String name) {
        ALLOWED.put(name, Set.copyOf(ALLOWED.keySet()));
    }

    /** A class's package as the table names it; empty for those of others. */
    private static String nameOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (name.startsWith(ROOT)) {
            return name.substring(ROOT.length());
        }
        return name.startsWith("dev.ballast") ? name : "";
    }

    @Test
    void usesOnlyWhatTheTableAllows() {
        List<String> notAllowed = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = nameOf(type);
            if (from.startsWith("dev.ballast.agent")) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = nameOf(dependency.getTargetClass());
                Set<String> allowed = ALLOWED.getOrDefault(from, Set.of());
                if (!to.isEmpty() && !to.equals(from) && !allowed.contains(to)) {
                    notAllowed.add(from + " -> " + to + ": " + dependency.getDescription());
                }
            }
        }
        assertEquals(List.of(), notAllowed);
    }

    @Test
    void hasNoPackageThatIsNotInTheTable() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().startsWith(ROOT)) {
                found.add(nameOf(type));
            }
        }
        assertEquals(new TreeSet<>(ALLOWED.keySet()), found);
    }

    /** What runs inside the target must find everything it needs in any JVM. */
    @Test
    void bringsNothingIntoTheTargetButItsOwnClasses() {
        List<String> foreign = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (!nameOf(type).startsWith("dev.ballast.agent")) {
                continue;
            }
            Set<String> internals = INTERNALS.getOrDefault(type.getSimpleName(), Set.of());
            boolean isEntry = type.getName().equals("dev.ballast.agent.BallastAgent");
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                boolean isOwn = !isEntry && to.getPackageName().startsWith("dev.ballast.agent");
                boolean isJdk =
                        to.isPrimitive()
                                || to.getPackageName().startsWith("java.")
                                || internals.contains(to.getPackageName());
                if (!isOwn && !isJdk && !to.equals(type)) {
                    foreign.add(dependency.getDescription());
                }
            }
        }
        assertEquals(List.of(), foreign);
    }

    @Test
    void pointsOneWay() {
        Set<String> before = new HashSet<>(Set.of(PAGE));
        ALLOWED.forEach(
                (name, used) -> {
                    assertEquals(Set.of(), minus(used, before), name);
                    before.add(name);
                });
    }

    private static Set<String> minus(Set<String> all, Set<String> known) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(known);
        return rest;
    }
}
