package dev.ballast.agent.memory;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The doors into {@code java.base} that the payload needs, opened for this payload only.
 *
 * <p>9 and later: {@code Instrumentation.redefineModule} exports and opens the packages to the
 * payload's unnamed module. That is silent and works under {@code
 * --sun-misc-unsafe-memory-access=deny}, where {@code sun.misc.Unsafe} throws (from 24 on it also
 * prints warnings into the target's stderr). 8 has no modules and the older names.
 */
final class JdkInternals {
    private final boolean isJava8;
    private final String internalPackage;

    private JdkInternals(boolean isJava8) {
        this.isJava8 = isJava8;
        this.internalPackage = isJava8 ? "sun.misc." : "jdk.internal.misc.";
    }

    static JdkInternals open(Instrumentation instrumentation) throws ReflectiveOperationException {
        if (System.getProperty("java.specification.version").startsWith("1.")) {
            return new JdkInternals(true);
        }
        Class<?> moduleType = Class.forName("java.lang.Module");
        Method getModule = Class.class.getMethod("getModule");
        Object javaBase = getModule.invoke(Object.class);
        Set<?> payload = Collections.singleton(getModule.invoke(JdkInternals.class));
        Map<String, Set<?>> opened = new HashMap<String, Set<?>>();
        opened.put("jdk.internal.misc", payload);
        opened.put("java.nio", payload);
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
                        javaBase,
                        Collections.emptySet(),
                        opened,
                        opened,
                        Collections.emptySet(),
                        Collections.emptyMap());
        return new JdkInternals(false);
    }

    /** {@code Unsafe} itself: {@code jdk.internal.misc.Unsafe}, on 8 {@code sun.misc.Unsafe}. */
    Object unsafe() throws ReflectiveOperationException {
        Field instance = Class.forName(internalPackage + "Unsafe").getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        return instance.get(null);
    }

    /**
     * The limit in effect; {@code MaxDirectMemorySize=0}, the flag's default, means the maximum
     * heap.
     */
    long maxDirectMemoryBytes() throws ReflectiveOperationException {
        Method method = Class.forName(internalPackage + "VM").getMethod("maxDirectMemory");
        return (Long) method.invoke(null);
    }

    /** {@code (ByteBuffer)void}: frees what a direct buffer holds. */
    MethodHandle unmapper(Object unsafe) throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(void.class, ByteBuffer.class);
        if (!isJava8) {
            return handle(unsafe.getClass(), "invokeCleaner", ByteBuffer.class).bindTo(unsafe);
        }
        MethodHandle cleaner = handle(Class.forName("sun.nio.ch.DirectBuffer"), "cleaner");
        MethodHandle clean = handle(Class.forName("sun.misc.Cleaner"), "clean");
        return MethodHandles.filterReturnValue(cleaner, clean).asType(type);
    }

    /** A handle on a method, private ones included. */
    static MethodHandle handle(Class<?> owner, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        Method method = owner.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }
}
