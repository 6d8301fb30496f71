package dev.ballast.launcher.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.agent.page.AgentState;
import dev.ballast.agent.page.ControlPage;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's end of a page whose other end is this test. */
class AgentLinkTest {
    @TempDir Path folder;
    private final AgentLink link =
            new AgentLink(Area.NATIVE, List.of(), Duration.ofSeconds(2), this::isTargetAlive);
    private MappedByteBuffer mapping;
    private ControlPage agent;
    private boolean isTargetAlive = true;

    private boolean isTargetAlive() {
        return isTargetAlive;
    }

    @BeforeEach
    void openThePage() throws IOException {
        mapping = map("page");
        link.open(map("page"));
        agent = new ControlPage(mapping);
        agent.state(AgentState.HOLDING);
    }

    private MappedByteBuffer map(String name) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve(name),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return file.map(MapMode.READ_WRITE, 0, ControlPage.SIZE_BYTES);
        }
    }

    @AfterEach
    void endTheBeat() {
        agent.state(AgentState.RELEASED);
        link.close();
    }

    @Test
    void tellsTheAgentWhatIsWantedInItsAreaOnly() throws AgentLost {
        link.want(ByteSize.ofMiB(3));
        assertEquals(3 << 20, agent.wantedNativeBytes());
        assertEquals(0, agent.wantedDirectBytes());
        link.pace(Duration.ofMillis(7));
        assertEquals(7_000_000, agent.pauseNanos());
        link.keepResident(true);
        assertTrue(agent.keepResident());
    }

    @Test
    void tellsDirectMemoryBesideTheLevelByItself() throws IOException {
        agent.heldNativeBytes(3 << 20);
        agent.heldDirectBytes(4 << 20);
        agent.direct(5 << 20, 64 << 20);
        assertEquals(ByteSize.ofMiB(3), link.snapshot().held());
        LoadSource direct = link.source(LoadSpec.parse(Kind.DIRECT, "50%"));
        assertEquals(new LoadReading(Kind.DIRECT, 4 << 20, 5 << 20, 0, 0, 64 << 20), direct.look());
        direct.want(32 << 20);
        assertEquals(32 << 20, agent.wantedDirectBytes());
    }

    @Test
    void isReleasedOnlyWhenNothingOfAnyAreaIsHeld() {
        agent.heldDirectBytes(4 << 20);
        agent.state(AgentState.RELEASED);
        link.close();
        assertFalse(link.isReleased());
    }

    @Test
    void tellsTheTargetsHeap() throws AgentLost {
        agent.heap(2 << 20, 3 << 20, 5 << 20);
        AgentSnapshot snapshot = link.snapshot();
        assertEquals(ByteSize.ofMiB(2), snapshot.heapUsed());
        assertEquals(ByteSize.ofMiB(3), snapshot.heapCommitted());
        assertEquals(ByteSize.ofMiB(5), snapshot.heapMax());
    }

    @Test
    void refusesANegativeSize() {
        agent.heldNativeBytes(-4096);
        assertThrows(AgentLost.class, link::snapshot);
    }

    @Test
    void printsNoControlCharactersFromInsideTheTarget() {
        agent.error("java.lang.Error: \u001b[2J\u009b31m\u202ex\ny");
        agent.state(AgentState.FAILED);
        var lost = assertThrows(AgentLost.class, link::snapshot);
        assertTrue(lost.getMessage().endsWith("java.lang.Error:  [2J 31m x y"), lost.getMessage());
    }

    @Test
    void seesThatThePageWasOverwritten() {
        mapping.put(16, ByteBuffer.allocate(16), 0, 16);
        assertThrows(AgentLost.class, link::snapshot);
        assertThrows(AgentLost.class, () -> link.want(ByteSize.ofMiB(1)));
    }

    /** Whoever sees the file appear may be that fast. */
    @Test
    void saysThatThePageWasTruncatedBeforeItIsOpened() throws IOException {
        MappedByteBuffer page = map("other");
        try (FileChannel file =
                FileChannel.open(folder.resolve("other"), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        AgentLink other = new AgentLink(Area.NATIVE, List.of(), Duration.ofSeconds(2), () -> true);
        AgentLost lost = assertThrows(AgentLost.class, () -> other.open(page));
        assertTrue(lost.getMessage().contains("truncated"), lost.getMessage());
    }

    /**
     * The JVM throws it late where the access was compiled, which it is after some ten thousand.
     */
    @Test
    void meetsATruncatedPageNowhereElse() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            link.want(ByteSize.ofMiB(1));
            link.snapshot();
        }
        try (FileChannel file =
                FileChannel.open(folder.resolve("page"), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        assertThrows(AgentLost.class, () -> link.want(ByteSize.ofMiB(2)));
        assertThrows(AgentLost.class, link::snapshot);
        link.close();
        assertFalse(link.isReleased());
        mapping = map("page"); // for the agent's last word
    }

    @Test
    void refusesAStateThatNoAgentWrites() {
        mapping.order(java.nio.ByteOrder.nativeOrder()).putLong(1024, 77);
        assertThrows(AgentLost.class, link::snapshot);
    }

    @Test
    void takesMemoryForGivenBackOnlyWhenTheAgentSaysSo() {
        agent.heldNativeBytes(4096);
        agent.state(AgentState.RELEASED);
        link.close();
        assertTrue(agent.stopRequested());
        assertFalse(link.isReleased());
    }

    @Test
    void takesMemoryForGivenBackWhenTheAgentHoldsNothing() {
        agent.state(AgentState.RELEASED);
        link.close();
        link.close();
        assertTrue(link.isReleased());
    }

    @Test
    void hearsTheAgentAlsoAfterClosing() {
        isTargetAlive = false; // nothing to wait for
        link.close();
        assertFalse(link.isReleased());
        isTargetAlive = true;
        new Thread(() -> agent.state(AgentState.LEASE_EXPIRED)).start();
        link.awaitReleased(Duration.ofSeconds(60));
        assertTrue(link.isReleased());
    }
}
