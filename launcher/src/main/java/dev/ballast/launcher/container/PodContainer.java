package dev.ballast.launcher.container;

/**
 * A container as Kubernetes names it.
 *
 * @param container its name in the pod's specification
 */
public record PodContainer(String namespace, String pod, String container) {
    @Override
    public String toString() {
        return namespace + "/" + pod + "/" + container;
    }
}
