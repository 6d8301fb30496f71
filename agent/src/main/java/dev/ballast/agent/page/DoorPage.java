package dev.ballast.agent.page;

import java.nio.ByteBuffer;

/**
 * The layout of a door: a page by which a JVM that was started with {@code -javaagent:agent.jar} is
 * handed what others are told through their attach socket. Each field has one writer.
 *
 * <p>Frozen: the door of a running JVM is as old as the jar that it was started with.
 *
 * <pre>
 *    0 magic     agent      "BALLASTD", written last
 *    8 version   agent      the layout's version
 *   16 asked     launcher   one more than answered: a folder has been written
 *   24 answered  agent      the number that was asked, once the entry has returned
 *   32 length    launcher   of the folder's path, in bytes
 *   40 path      launcher   of the private folder, in the target's file system, in UTF-8
 * </pre>
 */
public final class DoorPage extends SharedPage {
    /** Size of the file and of the mapping. */
    public static final int SIZE_BYTES = 4096;

    /** What the file is called, before it loses its name. */
    public static final String FILE_NAME = ".ballast-door-";

    private static final long MAGIC = 0x4454_5341_4c4c_4142L; // "BALLASTD", little endian
    private static final long VERSION = 1;
    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int ASKED_AT = 16;
    private static final int ANSWERED_AT = 24;
    private static final int LENGTH_AT = 32;
    private static final int PATH_AT = 40;
    private static final int PATH_LIMIT_BYTES = 1024;

    /**
     * @param buffer at least {@link #SIZE_BYTES} long; the page must be its only user
     */
    public DoorPage(ByteBuffer buffer) {
        super(buffer, SIZE_BYTES, "the door");
    }

    /** Agent: makes an empty page a door. */
    public void open() {
        put(VERSION_AT, VERSION);
        put(MAGIC_AT, MAGIC);
    }

    /** Whether this is a door of this layout. */
    public boolean isOpen() {
        return get(MAGIC_AT) == MAGIC && get(VERSION_AT) == VERSION;
    }

    /** Launcher: hands over a private folder, and gives the number that will be answered. */
    public long ask(String folder) {
        byte[] path = utf8(folder);
        if (path.length > PATH_LIMIT_BYTES) {
            throw new IllegalArgumentException("a path of " + path.length + " bytes: " + folder);
        }
        putBytes(PATH_AT, path, path.length);
        put(LENGTH_AT, path.length);
        long number = get(ANSWERED_AT) + 1;
        put(ASKED_AT, number);
        return number;
    }

    /** Agent: whether there is something to answer. */
    public boolean isAsked() {
        return get(ASKED_AT) != get(ANSWERED_AT);
    }

    /** Agent: the folder that was handed over. */
    public String folder() {
        long length = get(LENGTH_AT);
        if (length <= 0 || length > PATH_LIMIT_BYTES) {
            throw new IllegalStateException("a path of " + length + " bytes");
        }
        return text(PATH_AT, (int) length);
    }

    /** Agent: says that what was asked is done. */
    public void answer() {
        put(ANSWERED_AT, get(ASKED_AT));
    }

    public long answered() {
        return get(ANSWERED_AT);
    }
}
