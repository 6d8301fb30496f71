package dev.ballast.launcher.report;

import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.ContainerId;
import dev.ballast.launcher.container.PodContainer;
import dev.ballast.launcher.inventory.Inventory;
import dev.ballast.launcher.inventory.Obstacle;
import dev.ballast.launcher.inventory.SeenJvm;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmDetails;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The same for machines. Sizes are bytes, what is not there or not known is null. */
public final class InventoryJson {
    private static final int VERSION = 1;

    private InventoryJson() {}

    public static String of(Inventory inventory) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("jvms", inventory.jvms().stream().map(InventoryJson::jvm).toList());
        fields.put("unseen", inventory.unseen().stream().map(InventoryJson::unseen).toList());
        fields.put("hidden", inventory.hidden());
        return ResultJson.write(fields);
    }

    private static Map<String, Object> jvm(SeenJvm jvm) {
        JvmDetails details = jvm.details();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", jvm.target().process().pid());
        fields.put("pidInside", jvm.target().namespacePid());
        fields.put(
                "container", jvm.target().container().map(at -> container(at, jvm)).orElse(null));
        fields.put("uid", jvm.uid());
        fields.put("user", text(jvm.user()));
        fields.put("jdk", text(details.version()));
        fields.put("vendor", text(details.vendor()));
        fields.put("main", text(details.main()));
        fields.put("arguments", text(details.arguments()));
        fields.put("heapUsedBytes", bytes(details.heapUsed()));
        fields.put("heapMaxBytes", bytes(details.heapMax()));
        fields.put("rssBytes", jvm.resident().bytes());
        fields.put("limitedBy", jvm.target().bound().name());
        fields.put("limitBytes", jvm.limit().bytes());
        fields.put("usedBytes", jvm.use().bytes());
        fields.put("oomScoreAdj", jvm.oomScoreAdj());
        fields.put("attachable", jvm.obstacle().isEmpty());
        fields.put("obstacle", text(jvm.obstacle().map(Obstacle::message)));
        return fields;
    }

    private static Map<String, Object> container(Container container, SeenJvm jvm) {
        Optional<PodContainer> pod = jvm.engine().pod();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", text(container.id().map(ContainerId::text)));
        fields.put("name", text(jvm.engine().name()));
        fields.put("engine", text(jvm.engine().engine()));
        fields.put("namespace", text(pod.map(PodContainer::namespace)));
        fields.put("pod", text(pod.map(PodContainer::pod)));
        fields.put("containerName", text(pod.map(PodContainer::container)));
        fields.put("hostName", text(jvm.hostName()));
        fields.put("initPid", container.init().pid());
        return fields;
    }

    private static Map<String, Object> unseen(Inventory.Unseen unseen) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", unseen.process().pid());
        fields.put("reason", UntrustedText.printable(unseen.reason()));
        return fields;
    }

    private static Long bytes(Optional<ByteSize> size) {
        return size.map(ByteSize::bytes).orElse(null);
    }

    private static String text(Optional<String> text) {
        return text.map(UntrustedText::printable).orElse(null);
    }
}
