package dev.ballast.agent;

import dev.ballast.agent.page.DoorPage;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;

/**
 * What {@code -javaagent:agent.jar} starts: a thread that waits to be handed a private folder, as
 * the attach listener is, for JVMs that refuse agents later. It holds nothing, and costs ten looks
 * at a page each second.
 *
 * <p>The page's file has no name: a launcher finds it among the JVM's open files. Like the entry it
 * never throws, since that would keep the JVM from starting.
 */
public final class Door implements Runnable {
    private static final long LOOK_MILLIS = 100;

    private final DoorPage page;
    private final RandomAccessFile file;
    private final Instrumentation instrumentation;

    private Door(DoorPage page, RandomAccessFile file, Instrumentation instrumentation) {
        this.page = page;
        this.file = file;
        this.instrumentation = instrumentation;
    }

    /** Called by the JVM before the application's main. */
    public static void premain(String ignored, Instrumentation instrumentation) {
        try {
            Thread thread = new Thread(null, open(instrumentation), "ballast-door", 0);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        } catch (Throwable failure) {
            // The only words of ballast in the target's output: who asked for a door has to know.
            System.err.println("ballast: no door: " + failure);
        }
    }

    private static Door open(Instrumentation instrumentation) throws IOException {
        File named = Files.createTempFile(DoorPage.FILE_NAME, "").toFile(); // for its user only
        try {
            RandomAccessFile file = new RandomAccessFile(named, "rw");
            MappedByteBuffer mapping =
                    file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, DoorPage.SIZE_BYTES);
            DoorPage page = new DoorPage(mapping);
            page.open();
            return new Door(page, file, instrumentation);
        } finally {
            named.delete();
        }
    }

    @Override
    public void run() {
        try {
            while (file.getChannel().isOpen()) {
                if (page.isAsked()) {
                    BallastAgent.agentmain(page.folder(), instrumentation);
                    page.answer();
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (Throwable pageIsGone) {
            // InternalError: the file was truncated under the mapping. Nobody can ask any more.
            return;
        }
    }
}
