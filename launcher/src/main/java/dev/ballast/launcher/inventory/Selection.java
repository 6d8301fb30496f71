package dev.ballast.launcher.inventory;

import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.EngineName;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who is meant, other than by a PID of this host. What is not given fits everybody.
 *
 * @param container the beginning of its id, or the whole of its engine's name for it
 * @param pod with its namespace: {@code prod/shop-5d78c9869d-8kz6q}
 * @param containerName in the pod
 * @param mainClass with or without its package, or the name of the jar
 * @param pidInside in the container, as its innermost PID namespace counts
 */
public record Selection(
        Optional<String> container,
        Optional<String> pod,
        Optional<String> containerName,
        Optional<String> mainClass,
        OptionalInt pidInside) {
    /** The same, but with this PID inside where none was given. */
    Selection orPidInside(int pid) {
        return new Selection(
                container,
                pod,
                containerName,
                mainClass,
                pidInside.isPresent() ? pidInside : OptionalInt.of(pid));
    }

    /** Whether somebody in a container is meant. */
    boolean isInContainer() {
        return container.isPresent() || pod.isPresent();
    }

    boolean fits(Container found, EngineName name) {
        return container.map(text -> isNamed(found, name, text)).orElse(true)
                && pod.map(text -> isInPod(name, text)).orElse(true)
                && containerName.map(text -> isPodContainer(name, text)).orElse(true);
    }

    private static boolean isNamed(Container found, EngineName name, String text) {
        return found.id().map(id -> id.text().startsWith(text)).orElse(false)
                || name.name().equals(Optional.of(text));
    }

    private static boolean isInPod(EngineName name, String text) {
        return name.pod().map(in -> text.equals(in.namespace() + "/" + in.pod())).orElse(false);
    }

    private static boolean isPodContainer(EngineName name, String text) {
        return name.pod().map(in -> text.equals(in.container())).orElse(false);
    }

    /** As it was typed. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        container.ifPresent(text -> words.append(" --container ").append(text));
        pod.ifPresent(text -> words.append(" --pod ").append(text));
        containerName.ifPresent(text -> words.append(" --container-name ").append(text));
        mainClass.ifPresent(text -> words.append(" --main-class ").append(text));
        pidInside.ifPresent(pid -> words.append(" --pid ").append(pid));
        return words.toString().strip();
    }
}
