package dev.ballast.launcher;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.lab.VmCase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

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

    private static Stream<DynamicTest> casesInside(Vm machine) throws Exception {
        Vm.needed();
        List<Method> asked = marked(machine);
        List<VmCase> reported =
                machine.run(
                        asked.stream().map(VmIT::selector).toList(),
                        Lab.launcherJar().resolveSibling("vm"));
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
