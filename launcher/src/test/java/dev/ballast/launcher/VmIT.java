package dev.ballast.launcher;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.lab.VmCase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The cases that are marked for it, on a kernel of their own with every capability: they run inside
 * the virtual machine, and each is reported here under its own name. One that was skipped there, or
 * did not report, has failed.
 */
class VmIT {
    @TestFactory
    Stream<DynamicTest> everyMarkedCaseHoldsWithCgroupV2() throws Exception {
        return casesInside(Vm.CGROUP_V2);
    }

    @TestFactory
    Stream<DynamicTest> everyMarkedCaseHoldsWithCgroupV1() throws Exception {
        return casesInside(Vm.CGROUP_V1);
    }

    @TestFactory
    Stream<DynamicTest> everyMarkedCaseHoldsWithEachEngine() throws Exception {
        return casesInside(Vm.WITH_ENGINES);
    }

    /**
     * Runs the machines whose cases are not about time beside all other tests, from their beginning
     * on, with what processor time those leave.
     */
    public static final class Aside implements TestExecutionListener {
        private static final Map<Vm, CompletableFuture<List<VmCase>>> RUNS =
                new EnumMap<>(Vm.class);

        @Override
        public void testPlanExecutionStarted(TestPlan plan) {
            if (!Vm.isPossible()) {
                return;
            }
            CompletableFuture<?> before = CompletableFuture.completedFuture(null);
            for (Vm machine : List.of(Vm.WITH_ENGINES, Vm.CGROUP_V1)) {
                if (plan.countTestIdentifiers(test -> isFor(machine, test)) > 0) {
                    CompletableFuture<List<VmCase>> run =
                            before.handleAsync(
                                    (any, failed) -> reports(machine, true), Aside::start);
                    RUNS.put(machine, run);
                    before = run;
                }
            }
        }

        private static void start(Runnable run) {
            Thread thread = new Thread(run, "machines-aside");
            thread.setDaemon(true);
            thread.start();
        }

        private static boolean isFor(Vm machine, TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .filter(source -> source.getClassName().equals(VmIT.class.getName()))
                    .filter(source -> source.getMethodName().endsWith(machine.words()))
                    .isPresent();
        }

        /** Those of one that was begun, or else of one that begins when no other runs. */
        static List<VmCase> reports(Vm machine) {
            CompletableFuture.allOf(RUNS.values().toArray(CompletableFuture[]::new))
                    .handle((all, failed) -> null)
                    .join();
            CompletableFuture<List<VmCase>> run = RUNS.get(machine);
            return run == null ? reports(machine, false) : run.join();
        }

        private static List<VmCase> reports(Vm machine, boolean isAside) {
            try {
                return machine.run(
                        marked(machine).stream().map(VmIT::selector).toList(),
                        Lab.launcherJar().resolveSibling("vm"),
                        isAside);
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        }
    }

    private static Stream<DynamicTest> casesInside(Vm machine) throws Exception {
        Vm.needed();
        List<Method> asked = marked(machine);
        List<VmCase> reported = Aside.reports(machine);
        Set<String> methods = reported.stream().map(VmCase::method).collect(Collectors.toSet());
        return Stream.concat(
                reported.stream().map(inside -> dynamicTest(inside.name(), inside::rethrow)),
                asked.stream()
                        .map(VmIT::name)
                        .filter(name -> !methods.contains(name))
                        .map(name -> dynamicTest(name, () -> failUnreported(name))));
    }

    private static void failUnreported(String name) {
        throw new AssertionError(name + " was asked for and has not reported");
    }

    private static List<Method> marked(Vm machine) {
        return ReflectionSupport.findAllClassesInPackage(
                        VmIT.class.getPackageName(), type -> true, name -> name.endsWith("IT"))
                .stream()
                .flatMap(
                        type ->
                                AnnotationSupport.findAnnotatedMethods(
                                        type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                                        .stream())
                .filter(
                        method ->
                                isMarked(method, machine)
                                        || isMarked(method.getDeclaringClass(), machine))
                .toList();
    }

    private static boolean isMarked(AnnotatedElement element, Vm machine) {
        return AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                .map(Tag::value)
                .anyMatch(machine::runs);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getName() + "#" + method.getName();
    }

    private static String selector(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(",", name(method) + "(", ")"));
    }
}
