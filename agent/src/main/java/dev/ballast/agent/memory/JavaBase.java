package dev.ballast.agent.memory;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Opens the packages of {@code java.base} that the payload needs, for the payload only.
 *
 * <p>{@code Instrumentation.redefineModule} exports and opens them to the payload's unnamed module.
 * That is silent and works under {@code --sun-misc-unsafe-memory-access=deny}, where {@code
 * sun.misc.Unsafe} throws (from 24 on it also prints warnings into the target's stderr).
 */
final class JavaBase {
    /**
     * The oldest release with a long life whose {@code jdk.internal.misc.Unsafe} is known to have
     * {@code invokeCleaner}. To look for it by reflection would keep all of that class's methods in
     * the target's heap.
     */
    private static final int CLEANED_BY_UNSAFE = 17;

    private JavaBase() {}

    /** The JVM's memory functions, made accessible. */
    static RawMemory open(Instrumentation instrumentation) throws ReflectiveOperationException {
        String version = System.getProperty("java.specification.version");
        if (version.startsWith("1.")) {
            return new Java8Memory();
        }
        open(instrumentation, "jdk.internal.misc", "java.nio");
        if (Integer.parseInt(version) >= CLEANED_BY_UNSAFE) {
            return new ModularMemory();
        }
        open(instrumentation, "sun.nio.ch", "jdk.internal.ref");
        return new Java9Memory();
    }

    private static void open(Instrumentation instrumentation, String... packages)
            throws ReflectiveOperationException {
        Class<?> moduleType = Class.forName("java.lang.Module");
        Method getModule = Class.class.getMethod("getModule");
        Set<?> payload = Collections.singleton(getModule.invoke(JavaBase.class));
        Map<String, Set<?>> opened = new HashMap<String, Set<?>>();
        for (String name : packages) {
            opened.put(name, payload);
        }
        Instrumentation.class
                .getMethod(
                        "redefineModule",
                        moduleType,
                        Set.class,
                        Map.class,
                        Map.class,
                        Set.class,
                        Map.class)
                .invoke(
                        instrumentation,
                        getModule.invoke(Object.class),
                        Collections.emptySet(),
                        opened,
                        opened,
                        Collections.emptySet(),
                        Collections.emptyMap());
    }
}
