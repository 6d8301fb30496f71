package dev.ballast.agent.memory;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
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
    private JavaBase() {}

    /** The JVM's memory functions, made accessible. */
    static RawMemory open(Instrumentation instrumentation) throws ReflectiveOperationException {
        if (System.getProperty("java.specification.version").startsWith("1.")) {
            return new Java8Memory();
        }
        open(instrumentation, "jdk.internal.misc", "java.nio");
        if (unsafeCleans()) {
            return new ModularMemory();
        }
        open(instrumentation, "sun.nio.ch", "jdk.internal.ref");
        return new Java9Memory();
    }

    private static boolean unsafeCleans() throws ClassNotFoundException {
        try {
            Class.forName("jdk.internal.misc.Unsafe").getMethod("invokeCleaner", ByteBuffer.class);
            return true;
        } catch (NoSuchMethodException older) {
            return false;
        }
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
