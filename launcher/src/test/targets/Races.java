import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Puts something else in the place of whatever appears in its /tmp, as fast as it can. */
public class Races {
    private static final Path TMP = Paths.get("/tmp");

    /**
     * @param arguments what to do: folder-to-link, page-truncated, page-to-link, trigger-removed,
     *     trigger-to-folder; and where links lead to
     */
    public static void main(String[] arguments) throws Exception {
        WatchService watch = TMP.getFileSystem().newWatchService();
        TMP.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        System.out.println("READY");
        while (true) {
            WatchKey key = watch.take();
            for (WatchEvent<?> event : key.pollEvents()) {
                Path file = TMP.resolve((Path) event.context());
                try {
                    race(arguments[0], file, Paths.get(arguments[1]));
                } catch (java.io.IOException lost) {
                    System.out.println("LOST " + lost);
                }
            }
            key.reset();
        }
    }

    private static void race(String how, Path file, Path elsewhere) throws Exception {
        boolean isTrigger = file.getFileName().toString().startsWith(".attach_pid");
        boolean isFolder = file.getFileName().toString().startsWith(".ballast-");
        Path page = file.resolve("page");
        if (isFolder && how.equals("folder-to-link")) {
            Files.move(file, file.resolveSibling("moved"));
            Files.createSymbolicLink(file, elsewhere);
        } else if (isFolder && how.equals("page-to-link")) {
            Files.deleteIfExists(page);
            Files.createSymbolicLink(page, elsewhere.resolve("page"));
        } else if (isFolder && how.equals("page-truncated")) {
            while (!Files.exists(page)) {
                Thread.yield();
            }
            try (FileChannel open = FileChannel.open(page, StandardOpenOption.WRITE)) {
                for (int i = 0; i < 20000; i++) {
                    open.truncate(0);
                }
            }
        } else if (isTrigger && how.startsWith("trigger-")) {
            Files.delete(file);
            if (how.equals("trigger-to-folder")) {
                Files.createDirectory(file);
            }
        } else {
            return;
        }
        System.out.println("RACED");
    }
}
