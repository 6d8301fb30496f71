package dev.ballast.launcher.report;

import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.container.ContainerId;
import dev.ballast.launcher.container.PodContainer;
import dev.ballast.launcher.inventory.Inventory;
import dev.ballast.launcher.inventory.Obstacle;
import dev.ballast.launcher.inventory.SeenJvm;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The JVMs of a host as a table. */
public final class InventoryText {
    private static final List<String> HEADER =
            List.of(
                    "PID",
                    "INSIDE",
                    "CONTAINER",
                    "USER",
                    "JDK",
                    "HEAP",
                    "RSS",
                    "LIMIT",
                    "USED",
                    "ADJ",
                    "ATTACH",
                    "MAIN");

    private static final List<String> WIDE_HEADER =
            List.of("ENGINE", "HOSTNAME", "VENDOR", "ARGUMENTS");

    private static final Set<String> WORDS =
            Set.of(
                    "CONTAINER",
                    "USER",
                    "JDK",
                    "ATTACH",
                    "MAIN",
                    "ENGINE",
                    "HOSTNAME",
                    "VENDOR",
                    "ARGUMENTS");

    /** What fits beside the other columns. */
    private static final int LONGEST_MAIN = 60;

    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    private InventoryText() {}

    /**
     * @param isWide with everything that is known, in lines of any length
     */
    public static List<String> lines(Inventory inventory, boolean isWide) {
        List<String> lines = new ArrayList<>();
        if (inventory.jvms().isEmpty()) {
            lines.add("no JVM is seen here");
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(isWide ? joined(HEADER, WIDE_HEADER) : HEADER);
            inventory.jvms().forEach(jvm -> rows.add(cells(jvm, isWide)));
            lines.addAll(Table.lines(rows, WORDS));
        }
        for (Inventory.Unseen unseen : inventory.unseen()) {
            lines.add(
                    "not looked at: process "
                            + unseen.process()
                            + ": "
                            + printable(unseen.reason()));
        }
        if (inventory.hidden() > 0) {
            lines.add(
                    "not looked into: "
                            + ResultText.counted(inventory.hidden())
                            + " that may be JVMs and that this user may not look into; root with"
                            + " CAP_SYS_PTRACE may");
        }
        return lines;
    }

    private static List<String> cells(SeenJvm jvm, boolean isWide) {
        String main = jvm.details().main().map(InventoryText::printable).orElse(UNKNOWN);
        List<String> cells =
                List.of(
                        jvm.target().process().toString(),
                        jvm.target().container().isEmpty()
                                ? NONE
                                : Integer.toString(jvm.target().namespacePid()),
                        container(jvm),
                        jvm.user()
                                .map(InventoryText::printable)
                                .orElse(Integer.toString(jvm.uid())),
                        text(jvm.details().version(), UNKNOWN),
                        brief(jvm.details().heapUsed()) + "/" + brief(jvm.details().heapMax()),
                        jvm.resident().brief(),
                        jvm.target().bound().isCgroup() ? jvm.limit().brief() : "host",
                        used(jvm),
                        Integer.toString(jvm.oomScoreAdj()),
                        jvm.obstacle().map(Obstacle::brief).map(why -> "no: " + why).orElse("yes"),
                        isWide || main.length() <= LONGEST_MAIN
                                ? main
                                : "..." + main.substring(main.length() - LONGEST_MAIN + 3));
        return isWide ? joined(cells, wideCells(jvm)) : cells;
    }

    private static List<String> wideCells(SeenJvm jvm) {
        return List.of(
                text(jvm.engine().engine(), NONE),
                text(jvm.hostName(), NONE),
                text(jvm.details().vendor(), UNKNOWN),
                text(jvm.details().arguments(), ""));
    }

    /** Short id and name, as the selectors take them. */
    private static String container(SeenJvm jvm) {
        if (jvm.target().container().isEmpty()) {
            return NONE;
        }
        Container container = jvm.target().container().get();
        Optional<String> id = container.id().map(ContainerId::brief);
        Optional<String> name =
                jvm.engine().pod().map(PodContainer::toString).or(() -> jvm.engine().name());
        if (id.isEmpty() && name.isEmpty()) {
            return "of PID " + container.init();
        }
        return printable(
                Stream.of(id, name.filter(text -> !id.equals(Optional.of(text))))
                        .flatMap(Optional::stream)
                        .reduce((first, second) -> first + " " + second)
                        .orElse(NONE));
    }

    private static String used(SeenJvm jvm) {
        return jvm.limit().equals(ByteSize.ZERO)
                ? UNKNOWN
                : Math.round(jvm.use().percentOf(jvm.limit())) + "%";
    }

    private static String brief(Optional<ByteSize> size) {
        return size.map(ByteSize::brief).orElse(UNKNOWN);
    }

    private static String text(Optional<String> text, String otherwise) {
        return text.map(InventoryText::printable).orElse(otherwise);
    }

    private static String printable(String text) {
        return UntrustedText.printable(text);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }
}
