package dev.ballast.agent.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Classes that do nothing, each in a loader of its own, so that each can be unloaded by itself: at
 * the first collection after it is let go of that unloads classes.
 */
final class MetaspaceLoad implements Load {
    /**
     * Of four bytes in the class file; in the JVM a slot of 8 bytes and a tag of 1. With what else
     * a class and its loader take this is a little less than 128 KiB, a size in which metaspace is
     * handed out.
     */
    private static final int CONSTANTS = 14_000;

    private static final String NAME = "dev/ballast/agent/load/Generated";
    private static final int JAVA_8_CLASS_FILE = 52;
    private static final int PUBLIC_ABSTRACT_INTERFACE = 0x0601;

    /** To know what one takes, by the JVM's own count. */
    private static final int WEIGHED = 16;

    private static final int STEP = 8;
    private static final long TICK_NANOS = 5_000_000;

    /** Below the JVM's limit: it collects, and then refuses everybody. */
    private static final long SPARED_BYTES = 2L << 20;

    private final MemoryPool pool;
    private final boolean isSparing;
    private final byte[] classFile;
    private volatile List<Class<?>> classes = new ArrayList<Class<?>>();
    private final long maxBytes;
    private long classBytes;
    private volatile long heldBytes;
    private volatile long usedBytes;
    private volatile boolean isReleased;

    /**
     * @param isSparing whether to stop before the JVM refuses
     */
    MetaspaceLoad(MemoryPool pool, boolean isSparing) throws IOException {
        this.pool = pool;
        this.isSparing = isSparing;
        this.classFile = classFile();
        this.maxBytes = pool.maxBytes();
        this.usedBytes = pool.usedBytes();
    }

    /** Knows one class, and has no parent. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(null);
        }

        Class<?> define(byte[] file) {
            Class<?> type = defineClass(null, file, 0, file.length);
            resolveClass(type);
            return type;
        }
    }

    @Override
    public long step(long wanted) {
        List<Class<?>> mine = classes;
        if (classBytes == 0 && wanted > 0) {
            weigh(mine);
        }
        long target = classBytes == 0 ? 0 : (wanted + classBytes / 2) / classBytes;
        for (int i = 0; i < STEP && mine.size() < target && hasRoom(); i++) {
            define(mine);
        }
        while (mine.size() > target) {
            mine.remove(mine.size() - 1);
        }
        heldBytes = mine.size() * classBytes;
        usedBytes = pool.usedBytes();
        return TICK_NANOS;
    }

    /** The middle of several: others load classes meanwhile. */
    private void weigh(List<Class<?>> mine) {
        define(mine); // loads what the first one needs
        long[] grown = new long[WEIGHED];
        for (int i = 0; i < WEIGHED; i++) {
            long before = pool.usedBytes();
            define(mine);
            grown[i] = pool.usedBytes() - before;
        }
        Arrays.sort(grown);
        classBytes = Math.max(grown[WEIGHED / 2], CONSTANTS);
    }

    private void define(List<Class<?>> mine) {
        if (!isReleased) {
            mine.add(new Loader().define(classFile));
        }
    }

    private boolean hasRoom() {
        return !isSparing || maxBytes - pool.usedBytes() > SPARED_BYTES + classBytes;
    }

    /** {@code public interface Generated {}}, with many constants. */
    private static byte[] classFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeShort(0);
        out.writeShort(JAVA_8_CLASS_FILE);
        out.writeShort(5 + CONSTANTS);
        writeUtf8(out, NAME); // 1
        writeClass(out, 1); // 2
        writeUtf8(out, "java/lang/Object"); // 3
        writeClass(out, 3); // 4
        for (int i = 0; i < CONSTANTS; i++) {
            out.writeByte(3); // CONSTANT_Integer
            out.writeInt(i);
        }
        out.writeShort(PUBLIC_ABSTRACT_INTERFACE);
        out.writeShort(2); // this class
        out.writeShort(4); // its super class
        out.writeShort(0); // interfaces
        out.writeShort(0); // fields
        out.writeShort(0); // methods
        out.writeShort(0); // attributes
        return bytes.toByteArray();
    }

    private static void writeUtf8(DataOutputStream out, String text) throws IOException {
        out.writeByte(1);
        out.writeUTF(text);
    }

    private static void writeClass(DataOutputStream out, int name) throws IOException {
        out.writeByte(7);
        out.writeShort(name);
    }

    @Override
    public long held() {
        return isReleased ? 0 : heldBytes;
    }

    @Override
    public long seen() {
        return usedBytes;
    }

    @Override
    public long room() {
        return maxBytes == Long.MAX_VALUE ? 0 : maxBytes;
    }

    /** A step that is under way goes on with what nobody can reach any more. */
    @Override
    public void release() {
        isReleased = true;
        classes = new ArrayList<Class<?>>();
    }
}
