package dev.ballast.launcher.target;

import dev.ballast.agent.page.DoorPage;
import java.util.Optional;
import java.util.Set;

/**
 * Which JVM a process is, by the files that are mapped into it: {@code
 * /usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so} and {@code /tmp/hsperfdata_app/7}. Their
 * names are the target's: never trust them.
 *
 * @param mapped as the kernel shows them
 */
public record JvmFiles(Set<String> mapped) {
    /** What the kernel writes behind the name of a file that has been replaced or removed. */
    private static final String DELETED = " (deleted)";

    /** OpenJ9 has a libjvm.so as well, which hands over to its own libj9vm29.so. */
    private static final String OPENJ9 = "/libj9vm";

    boolean isHotSpot() {
        return library().isPresent() && !isOpenJ9();
    }

    boolean isOpenJ9() {
        return mapped.stream().anyMatch(file -> file.contains(OPENJ9));
    }

    /** The path of libjvm.so in the target's file system. */
    Optional<String> library() {
        for (String file : mapped) {
            String name =
                    file.endsWith(DELETED)
                            ? file.substring(0, file.length() - DELETED.length())
                            : file;
            if (name.endsWith("/libjvm.so")) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The path of what HotSpot publishes of itself; none with -XX:-UsePerfData. */
    Optional<String> perfData(int namespacePid) {
        return mapped.stream()
                .filter(file -> file.contains("/hsperfdata_") && file.endsWith("/" + namespacePid))
                .findFirst();
    }

    /** Whether it may have been started with ballast's agent. */
    boolean hasDoor() {
        return mapped.stream().anyMatch(file -> file.contains("/" + DoorPage.FILE_NAME));
    }

    /** Whether an agent of ballast may be there. */
    boolean hasControlPage() {
        return mapped.stream()
                .anyMatch(file -> file.contains("/.ballast-") && file.contains("/page"));
    }
}
