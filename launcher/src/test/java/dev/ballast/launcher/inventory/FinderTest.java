package dev.ballast.launcher.inventory;

import static dev.ballast.launcher.container.ShopHost.BANK_GROUP;
import static dev.ballast.launcher.container.ShopHost.BANK_NAMESPACE;
import static dev.ballast.launcher.container.ShopHost.LAUNCHER;
import static dev.ballast.launcher.container.ShopHost.SHOP;
import static dev.ballast.launcher.container.ShopHost.SHOP_GROUP;
import static dev.ballast.launcher.container.ShopHost.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.container.ShopHost;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinderTest {
    @TempDir Path temporary;
    private ShopHost host;
    private Finder finder;

    @BeforeEach
    void startAContainer() throws IOException {
        host = new ShopHost(temporary);
        jvm(4007, "java", "-Xmx1g", "-cp", "shop.jar", "shop.Main", "--port", "80");
        Proc proc = host.proc().proc();
        Containers containers = host.containersSeenFrom(LAUNCHER);
        Targets targets = new Targets(proc, host.cgroups(), containers);
        finder = new Finder(proc, targets, containers, new EngineFiles(temporary), LAUNCHER);
    }

    private void startBank() throws IOException {
        host.add(5000, 3999, BANK_GROUP, BANK_NAMESPACE, 5000, 1);
        jvm(5000, "java", "-jar", "/opt/bank.jar");
    }

    private void jvm(int pid, String... commandLine) throws IOException {
        String library = "/usr/lib/jvm/jdk/lib/server/libjvm.so";
        host.proc()
                .write(
                        pid + "/maps",
                        "7f1a00000000-7f1a00001000 r-xp 0 fe:00 42 " + library + "\n");
        host.proc().write(pid + "/cmdline", String.join("\0", commandLine) + "\0");
        Files.createDirectories(temporary.resolve("proc/" + pid + "/root"));
    }

    private static Selection container(String name) {
        return selection(name, null, null, null);
    }

    private static Selection container(String name, int pidInside) {
        return selection(name, null, null, pidInside);
    }

    private static Selection selection(
            String container, String pod, String mainClass, Integer pidInside) {
        return new Selection(
                Optional.ofNullable(container),
                Optional.ofNullable(pod),
                Optional.empty(),
                Optional.ofNullable(mainClass),
                pidInside == null ? OptionalInt.empty() : OptionalInt.of(pidInside));
    }

    private String refusal(Selection wanted) {
        return assertThrows(Refusal.class, () -> finder.process(wanted)).getMessage();
    }

    @Test
    void findsAProcessByItsNumberInside() throws IOException {
        assertEquals(process(4007), finder.process(container("4bd0f6", 7)));
        assertEquals(process(4000), finder.process(container(SHOP)));
    }

    @Test
    void findsTheJvmOfAContainer() throws IOException {
        startBank();
        assertEquals(process(4007), finder.jvm(container("4bd0")));
        assertEquals(process(5000), finder.jvm(container("4bd1")));
    }

    @Test
    void findsTheRightOneOfTwoContainers() throws IOException {
        startBank();
        assertEquals(process(4000), finder.process(container("4bd0")));
        assertEquals(process(5000), finder.process(container("4bd1")));
    }

    @Test
    void listsBothWhenTwoContainersFit() throws IOException {
        startBank();
        String message = refusal(container("4bd"));
        for (String word :
                new String[] {"more than one", "4bd0f6c9a1e2", "4bd1a6c9a1e2", "4000", "5000"}) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void listsBothJvmsWithTheirMainClasses() throws IOException {
        startBank();
        Selection both = container("4bd");
        String message = assertThrows(Refusal.class, () -> finder.jvm(both)).getMessage();
        assertTrue(message.contains("4007 in container 4bd0f6c9a1e2: shop.Main"), message);
        assertTrue(message.contains("5000 in container 4bd1a6c9a1e2: /opt/bank.jar"), message);
    }

    /** A container may hold two PID namespaces, and each of them a process with this number. */
    @Test
    void listsBothWhenTwoProcessesOfAContainerFit() throws IOException {
        host.add(4100, 4000, SHOP_GROUP, "pid:[4026532553]", 4100, 20, 7);
        String message = refusal(container("4bd0", 7));
        assertTrue(message.contains("4007 in") && message.contains("4100 in"), message);
    }

    @Test
    void refusesAContainerOrANumberThatIsNotThere() {
        assertTrue(refusal(container("5")).contains("no process fits `--container 5 --pid 1`"));
        String message = refusal(container("4bd0", 8));
        assertTrue(message.contains("no process fits `--container 4bd0 --pid 8`"), message);
    }

    /** Until it is reaped, an ended container's PID 1 still shows the cgroup that it was in. */
    @Test
    void findsANewContainerWhileTheOldOneOfThisNameIsAZombie() throws Exception {
        host.add(6000, 1, "/web", BANK_NAMESPACE, 6000, 1);
        host.proc().stat(6000, 1, 'Z');
        host.add(6100, 1, "/web", "pid:[4026532553]", 6100, 1);
        assertEquals(process(6100), finder.process(container("web")));
    }

    /** The number on the host is not the one inside. */
    @Test
    void doesNotFindAProcessByItsNumberOutside() {
        assertTrue(refusal(container("4bd0", 4007)).contains("no process fits"));
    }

    @Test
    void printsNoControlCharactersOfACgroupsName() throws IOException {
        host.add(
                5000, 3999, "/x\033]0;root\007/docker-" + SHOP + ".scope", BANK_NAMESPACE, 5000, 1);
        host.add(5001, 3999, "/4bd0\033[2J", "pid:[4026532553]", 5001, 1);
        String message = refusal(container("4bd0"));
        assertFalse(message.contains("\033"), message);
    }

    @Test
    void findsAContainerByTheNameThatRuncWasGiven() throws IOException {
        host.add(6000, 1, "/system.slice/runc-web-frontend-1.scope", BANK_NAMESPACE, 6000, 1);
        assertEquals(process(6000), finder.process(container("web-front")));
    }

    /** A name is not one that merely begins so: it would change with the next container. */
    @Test
    void findsAContainerByTheWholeOfItsEnginesName() throws IOException {
        Path config = temporary.resolve("var/lib/docker/containers/" + SHOP);
        Files.createDirectories(config);
        Files.writeString(config.resolve("config.v2.json"), "{\"Name\":\"/shop\"}");
        assertEquals(process(4007), finder.jvm(container("shop")));
        assertTrue(refusal(container("sho")).contains("no process fits"));
    }

    @Test
    void findsAContainerByItsPod() throws IOException {
        Path logs = Files.createDirectories(temporary.resolve("var/log/containers"));
        String log = "shop-5d78c9869d-8kz6q_prod_app-" + SHOP + ".log";
        Files.createSymbolicLink(logs.resolve(log), Path.of("/nowhere"));
        Selection pod = selection(null, "prod/shop-5d78c9869d-8kz6q", null, null);
        assertEquals(process(4007), finder.jvm(pod));
        assertTrue(
                refusal(selection(null, "test/shop-5d78c9869d-8kz6q", null, null))
                        .contains("no process fits"));
    }

    @Test
    void findsAJvmByItsMainClassItsSimpleNameOrItsJar() throws IOException {
        startBank();
        assertEquals(process(4007), finder.jvm(selection(null, null, "shop.Main", null)));
        assertEquals(process(4007), finder.process(selection(null, null, "Main", null)));
        assertEquals(process(5000), finder.jvm(selection(null, null, "bank.jar", null)));
        assertTrue(refusal(selection(null, null, "ain", null)).contains("no JVM fits"));
    }

    @Test
    void tellsWhetherAProcessIsMeant() throws IOException {
        startBank();
        assertTrue(finder.fits(process(4007), container("4bd0")));
        assertTrue(finder.fits(process(4000), container("4bd0")));
        assertFalse(finder.fits(process(5000), container("4bd0")));
        ProcessId earlier = new ProcessId(4007, 1);
        assertFalse(finder.fits(earlier, container("4bd0")));
    }
}
