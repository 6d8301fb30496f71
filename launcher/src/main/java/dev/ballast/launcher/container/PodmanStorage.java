package dev.ballast.launcher.container;

import dev.ballast.launcher.linux.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The list of containers in podman's storage: {@code [{"id":"ec8ecb74...","names":["shop"],...}]}.
 * Podman run by a user keeps it in that user's home, where everything is that user's: it is reached
 * through handles that follow no symbolic link.
 */
final class PodmanStorage {
    private static final String LISTS = "containers/storage/overlay-containers";

    /** The second has those of {@code --rm}. */
    private static final List<String> NAMES =
            List.of("containers.json", "volatile-containers.json");

    private final Path root;

    /**
     * @param root of the host's file system
     */
    PodmanStorage(Path root) {
        this.root = root;
    }

    /** Name by id, of those of root. */
    Map<String, String> ofRoot() {
        Map<String, String> names = new HashMap<>();
        for (String list : NAMES) {
            add(JsonFile.list(root.resolve("var/lib").resolve(LISTS).resolve(list)), names);
        }
        return names;
    }

    /** Name by id, of those of a user of this host. */
    Map<String, String> ofUser(int uid) {
        Map<String, String> names = new HashMap<>();
        Optional<Path> home = home(uid);
        for (String list : home.isPresent() ? NAMES : List.<String>of()) {
            String path = ".local/share/" + LISTS + "/" + list;
            try (Descriptor folder = Descriptor.ofFolder(root.resolve(home.get()));
                    Descriptor file = folder.entryBelow(path)) {
                if (file.status().uid() == uid) {
                    add(JsonFile.list(file.content(JsonFile.LONGEST_BYTES)), names);
                }
            } catch (IOException missingOrNotUnderstood) {
                continue;
            }
        }
        return names;
    }

    private static void add(List<?> containers, Map<String, String> names) {
        for (Object container : containers) {
            if (container instanceof Map<?, ?> entry
                    && entry.get("id") instanceof String id
                    && entry.get("names") instanceof List<?> list
                    && !list.isEmpty()
                    && list.get(0) instanceof String name) {
                names.put(id, name);
            }
        }
    }

    /** Below the root: line {@code rootless:x:1000:1000::/home/rootless:/bin/bash} of passwd. */
    private Optional<Path> home(int uid) {
        try (Stream<String> users = Files.lines(root.resolve("etc/passwd"))) {
            return users.map(line -> line.split(":"))
                    .filter(fields -> fields.length >= 6)
                    .filter(fields -> fields[2].equals(Integer.toString(uid)))
                    .map(fields -> Path.of("/").relativize(Path.of(fields[5])))
                    .findFirst();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
