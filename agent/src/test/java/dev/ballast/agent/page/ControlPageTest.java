package dev.ballast.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPageTest {
    private static final int ERROR_AT = 2048;

    /** One field of the page, and where it stands in version 3 of the layout. */
    record Field(
            int offset, BiConsumer<ControlPage, Long> writer, ToLongFunction<ControlPage> reader) {}

    static List<Field> fields() {
        return List.of(
                new Field(64, ControlPage::launcherBeat, ControlPage::launcherBeat),
                new Field(80, ControlPage::wantedNativeBytes, ControlPage::wantedNativeBytes),
                new Field(88, ControlPage::wantedDirectBytes, ControlPage::wantedDirectBytes),
                new Field(96, ControlPage::pauseNanos, ControlPage::pauseNanos),
                wanted(104, LoadKind.HEAP),
                wanted(128, LoadKind.THREADS),
                new Field(1032, ControlPage::agentBeat, ControlPage::agentBeat),
                new Field(1040, ControlPage::heldNativeBytes, ControlPage::heldNativeBytes),
                new Field(1048, ControlPage::heldDirectBytes, ControlPage::heldDirectBytes),
                new Field(1056, (page, n) -> page.heap(n, 0, 0), ControlPage::heapUsedBytes),
                new Field(1064, (page, n) -> page.heap(0, n, 0), ControlPage::heapCommittedBytes),
                new Field(1072, (page, n) -> page.heap(0, 0, n), ControlPage::heapMaxBytes),
                new Field(1080, (page, n) -> page.direct(n, 0), ControlPage::directUsedBytes),
                new Field(1096, ControlPage::collectionNanos, ControlPage::collectionNanos),
                new Field(1088, (page, n) -> page.direct(0, n), ControlPage::directMaxBytes),
                piece(144, LoadKind.HEAP),
                piece(168, LoadKind.THREADS),
                load(1152, 0, LoadKind.HEAP, ControlPage::heldLoad),
                load(1160, 1, LoadKind.HEAP, ControlPage::seenLoad),
                load(1168, 2, LoadKind.HEAP, ControlPage::lostLoad),
                load(1176, 3, LoadKind.HEAP, ControlPage::refusedLoad),
                load(1184, 4, LoadKind.HEAP, ControlPage::roomOfLoad),
                load(1192, 0, LoadKind.CHURN, ControlPage::heldLoad),
                load(1304, 4, LoadKind.THREADS, ControlPage::roomOfLoad),
                new Field(16, (page, n) -> page.open(n, 0, 0, false), ControlPage::nonceHigh),
                new Field(24, (page, n) -> page.open(0, n, 0, false), ControlPage::nonceLow),
                new Field(32, (page, n) -> page.open(0, 0, n, false), ControlPage::leaseNanos));
    }

    private static Field wanted(int offset, LoadKind kind) {
        return new Field(
                offset, (page, n) -> page.wantedLoad(kind, n), page -> page.wantedLoad(kind));
    }

    private static Field piece(int offset, LoadKind kind) {
        return new Field(
                offset, (page, n) -> page.pieceOfLoad(kind, n), page -> page.pieceOfLoad(kind));
    }

    /**
     * @param number of the value among the five of a load
     */
    private static Field load(
            int offset, int number, LoadKind kind, ToLongBiFunction<ControlPage, LoadKind> reader) {
        return new Field(
                offset,
                (page, n) -> {
                    long[] values = new long[5];
                    values[number] = n;
                    page.load(kind, values[0], values[1], values[2], values[3], values[4]);
                },
                page -> reader.applyAsLong(page, kind));
    }

    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                ByteBuffer.allocate(ControlPage.SIZE_BYTES),
                ByteBuffer.allocateDirect(ControlPage.SIZE_BYTES),
                ByteBuffer.allocateDirect(ControlPage.SIZE_BYTES + 1));
    }

    private final ByteBuffer buffer = ByteBuffer.allocate(ControlPage.SIZE_BYTES);
    private final ControlPage page = new ControlPage(buffer);

    private void put(int offset, long value) {
        buffer.order(ByteOrder.nativeOrder()).putLong(offset, value);
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void givesBackWhatWasWritten(ByteBuffer memory) {
        for (Field field : fields()) {
            for (long value : new long[] {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
                ControlPage writer = new ControlPage(memory);
                ControlPage reader = new ControlPage(memory.duplicate());
                field.writer().accept(writer, value);
                assertEquals(value, field.reader().applyAsLong(reader), field::toString);
            }
        }
    }

    /** A launcher of one version talks to agents of others. */
    @Test
    void keepsEveryFieldWhereItIs() {
        for (Field field : fields()) {
            field.writer().accept(page, 0x0123456789abcdefL);
            assertEquals(0x0123456789abcdefL, buffer.getLong(field.offset()), field::toString);
            field.writer().accept(page, 0L);
        }
        page.state(AgentState.HOLDING);
        assertEquals(1, buffer.getLong(1024));
        page.requestStop();
        assertEquals(1, buffer.getLong(72));
        page.keepResident(true);
        assertEquals(1, buffer.getLong(48));
        assertTrue(page.keepResident());
        page.keepResident(false);
        assertEquals(0, buffer.getLong(48));
        assertFalse(page.keepResident());
    }

    @Test
    void writesNoFieldOverAnother() {
        List<Field> plain = fields().subList(0, 9);
        for (Field field : plain) {
            field.writer().accept(page, (long) field.offset());
        }
        for (Field field : plain) {
            assertEquals(field.offset(), field.reader().applyAsLong(page));
        }
    }

    @Test
    void saysWhichLoadsAreUsed() {
        page.usesLoad(LoadKind.CHURN);
        page.usesLoad(LoadKind.THREADS);
        page.goesUntilRefused(LoadKind.THREADS);
        for (LoadKind kind : LoadKind.values()) {
            boolean isUsed = kind == LoadKind.CHURN || kind == LoadKind.THREADS;
            assertEquals(kind == LoadKind.THREADS, page.isUntilRefused(kind));
            assertEquals(isUsed, page.isLoadUsed(kind), kind::toString);
        }
        assertEquals(0b1010, buffer.getLong(56));
    }

    @Test
    void beginsWithItsName() {
        page.open(1, 2, 3, false);
        byte[] magic = new byte[8];
        buffer.get(0, magic);
        assertEquals("BALLAST1", new String(magic, StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 4095})
    void refusesTooSmallABuffer(int size) {
        ByteBuffer small = ByteBuffer.allocate(size);
        assertThrows(IllegalArgumentException.class, () -> new ControlPage(small));
    }

    @Test
    void isNotOpenBeforeTheLauncherOpensIt() {
        assertFalse(page.isOpen());
        assertFalse(page.isRun(0, 0));
        assertEquals(AgentState.ABSENT, page.state());
        assertFalse(page.stopRequested());
        assertEquals("", page.error());
    }

    @Test
    void isThePageOfTheRunThatOpenedIt() {
        page.open(17, -4, 2_000_000_000L, false);
        assertTrue(page.isOpen());
        assertTrue(page.isRun(17, -4));
        assertFalse(page.isRun(-4, 17));
        assertFalse(page.isRun(17, -5));
        assertFalse(page.isRun(18, -4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 24})
    void isNoPageOfTheRunAfterItWasOverwritten(int offset) {
        page.open(17, -4, 2_000_000_000L, false);
        put(offset, 99);
        assertFalse(page.isRun(17, -4));
    }

    @Test
    void isNoPageOfTheRunAfterItWasZeroed() {
        page.open(17, -4, 2_000_000_000L, false);
        buffer.put(0, new byte[ControlPage.SIZE_BYTES]);
        assertFalse(page.isRun(17, -4));
    }

    @ParameterizedTest
    @EnumSource
    void tellsEveryState(AgentState state) {
        page.state(state);
        assertEquals(state, page.state());
        assertEquals(state != AgentState.ABSENT && state != AgentState.HOLDING, state.isFinal());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 7, 256, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void tellsNoStateForACodeThatNoAgentWrites(long code) {
        put(1024, code);
        assertNull(page.state());
    }

    /** The codes stand in pages that launchers of other versions read. */
    @Test
    void keepsTheCodesOfStates() {
        List<String> names = new ArrayList<>();
        for (AgentState state : AgentState.values()) {
            names.add(state.name());
        }
        assertEquals(
                List.of(
                        "ABSENT",
                        "HOLDING",
                        "RELEASED",
                        "LEASE_EXPIRED",
                        "PAGE_LOST",
                        "BUSY",
                        "FAILED"),
                names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "java.lang.OutOfMemoryError: mmap", "Größe 日本 😀"})
    void givesBackTheErrorText(String message) {
        page.error(message);
        assertEquals(message, page.error());
    }

    @Test
    void replacesALongerErrorText() {
        page.error("a long first message");
        page.error("short");
        assertEquals("short", page.error());
    }

    @Test
    void cutsAnErrorTextThatDoesNotFit() {
        page.error("x".repeat(100_000));
        assertEquals("x".repeat(1024), page.error());
        assertEquals(0, buffer.getLong(ERROR_AT + 8 + 1024));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1025, 4096, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void tellsNoErrorTextOfADamagedLength(long length) {
        page.error("something");
        put(ERROR_AT, length);
        assertEquals("", page.error());
    }

    @Test
    void readsTextThatIsNoUtf8() {
        put(ERROR_AT, 2);
        buffer.put(ERROR_AT + 8, (byte) 0xff);
        buffer.put(ERROR_AT + 9, (byte) 'x');
        assertEquals("\ufffdx", page.error());
    }
}
