package dev.ballast.agent.page;

import java.nio.ByteBuffer;

/**
 * The layout of the control page. Used by both sides; each field has one writer.
 *
 * <pre>
 *    0 magic          launcher   "BALLAST1", written last
 *    8 version        launcher   the layout's version
 *   16 nonce          launcher   2 x 64 random bits: this run and no other
 *   32 lease          launcher   nanoseconds
 *   40 uses direct    launcher   1: direct memory will be wanted in this run
 *   48 keep resident  launcher   1: what is held is touched again and again
 *   56 loads          launcher   bit n: load n, of {@link LoadKind}, will be wanted in this run
 *   64 beat           launcher   moves while the launcher lives
 *   72 stop           launcher   1: give everything back and end
 *   80 wanted native  launcher   bytes
 *   88 wanted direct  launcher   bytes
 *   96 pause          launcher   nanoseconds between two looks of the agent at this page
 *  104 wanted load    launcher   of each load, in its unit
 *  136 until refused  launcher   bit n: load n goes on until the JVM refuses
 *  144 piece of load  launcher   of each load: bytes of an array or a stack; 0 as suits the JVM
 * 1024 state          agent      {@link AgentState}
 * 1032 beat           agent      moves while the holder lives
 * 1040 held native    agent      bytes
 * 1048 held direct    agent      bytes
 * 1056 heap used      agent      bytes
 * 1064 heap committed agent      bytes
 * 1072 heap max       agent      bytes
 * 1080 direct used    agent      bytes reserved by everybody in the JVM, ballast included
 * 1088 direct max     agent      bytes, MaxDirectMemorySize in effect
 * 1096 collections    agent      nanoseconds that the JVM has collected, as it tells the heap's load
 * 1152 load           agent      of each load: held, seen, lost, refusals, room
 * 2048 error          agent      length in bytes, then that many bytes of UTF-8
 * </pre>
 */
public final class ControlPage extends SharedPage {
    /** Size of the file and of the mapping. */
    public static final int SIZE_BYTES = 4096;

    /**
     * Version of this layout; magic, version, state and error stay where they are in every version.
     */
    public static final long VERSION = 3;

    private static final long MAGIC = 0x3154_5341_4c4c_4142L; // "BALLAST1", little endian

    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int NONCE_HIGH_AT = 16;
    private static final int NONCE_LOW_AT = 24;
    private static final int LEASE_AT = 32;
    private static final int USES_DIRECT_AT = 40;
    private static final int KEEP_RESIDENT_AT = 48;
    private static final int LAUNCHER_BEAT_AT = 64;
    private static final int STOP_AT = 72;
    private static final int WANTED_NATIVE_AT = 80;
    private static final int WANTED_DIRECT_AT = 88;
    private static final int PAUSE_AT = 96;
    private static final int LOADS_AT = 56;
    private static final int WANTED_LOAD_AT = 104;
    private static final int UNTIL_REFUSED_AT = 136;
    private static final int PIECE_AT = 144;
    private static final int LOAD_AT = 1152;
    private static final int LOAD_SIZE = 40;
    private static final int STATE_AT = 1024;
    private static final int AGENT_BEAT_AT = 1032;
    private static final int HELD_NATIVE_AT = 1040;
    private static final int HELD_DIRECT_AT = 1048;
    private static final int HEAP_USED_AT = 1056;
    private static final int HEAP_COMMITTED_AT = 1064;
    private static final int HEAP_MAX_AT = 1072;
    private static final int DIRECT_USED_AT = 1080;
    private static final int DIRECT_MAX_AT = 1088;
    private static final int COLLECTIONS_AT = 1096;
    private static final int ERROR_AT = 2048;
    private static final int ERROR_LIMIT_BYTES = 1024;

    /** Zero; no constant, so that no compiler knows. */
    private final int nothing;

    /**
     * @param buffer at least {@link #SIZE_BYTES} long; the page must be its only user
     */
    public ControlPage(ByteBuffer buffer) {
        super(buffer, SIZE_BYTES, "the control page");
        this.nothing = SIZE_BYTES - Math.min(buffer.capacity(), SIZE_BYTES);
    }

    /**
     * Launcher: throws the {@link InternalError} of every access so far. HotSpot only notes what
     * compiled code meets at a truncated page, and throws it when the thread comes back from the
     * runtime the next time: up to 17 that is not the end of a native method, however often one is
     * called, but later and anywhere. An array of two dimensions whose lengths it does not know is
     * always made by the runtime. The agent does without: its loop allocates nothing in a heap that
     * may be full, and a target that truncates its own page harms itself alone.
     */
    public void settle() {
        Object made = new byte[nothing][nothing];
    }

    /** Launcher: makes an empty page the page of a new run, once everything else is written. */
    public void open(long nonceHigh, long nonceLow, long leaseNanos, boolean usesDirect) {
        put(VERSION_AT, VERSION);
        put(NONCE_HIGH_AT, nonceHigh);
        put(NONCE_LOW_AT, nonceLow);
        put(LEASE_AT, leaseNanos);
        put(USES_DIRECT_AT, usesDirect ? 1 : 0);
        put(MAGIC_AT, MAGIC);
    }

    /** Whether this is a page of this layout at all. */
    public boolean isOpen() {
        return get(MAGIC_AT) == MAGIC && get(VERSION_AT) == VERSION;
    }

    /** Whether this still is the page of the run with this nonce. */
    public boolean isRun(long nonceHigh, long nonceLow) {
        return isOpen() && get(NONCE_HIGH_AT) == nonceHigh && get(NONCE_LOW_AT) == nonceLow;
    }

    public long nonceHigh() {
        return get(NONCE_HIGH_AT);
    }

    public long nonceLow() {
        return get(NONCE_LOW_AT);
    }

    public long leaseNanos() {
        return get(LEASE_AT);
    }

    public boolean usesDirect() {
        return get(USES_DIRECT_AT) != 0;
    }

    /** Launcher: before the page is opened, which loads will be wanted. */
    public void usesLoad(LoadKind kind) {
        put(LOADS_AT, get(LOADS_AT) | 1L << kind.ordinal());
    }

    public boolean isLoadUsed(LoadKind kind) {
        return (get(LOADS_AT) & 1L << kind.ordinal()) != 0;
    }

    /** Launcher: before the page is opened, which loads shall go on until the JVM refuses. */
    public void goesUntilRefused(LoadKind kind) {
        put(UNTIL_REFUSED_AT, get(UNTIL_REFUSED_AT) | 1L << kind.ordinal());
    }

    public boolean isUntilRefused(LoadKind kind) {
        return (get(UNTIL_REFUSED_AT) & 1L << kind.ordinal()) != 0;
    }

    /** Launcher: before the page is opened, how large each array or stack of a load shall be. */
    public void pieceOfLoad(LoadKind kind, long bytes) {
        put(PIECE_AT + 8 * kind.ordinal(), bytes);
    }

    /** In bytes; 0 as suits the JVM. */
    public long pieceOfLoad(LoadKind kind) {
        return get(PIECE_AT + 8 * kind.ordinal());
    }

    public long wantedLoad(LoadKind kind) {
        return get(WANTED_LOAD_AT + 8 * kind.ordinal());
    }

    public void wantedLoad(LoadKind kind, long amount) {
        put(WANTED_LOAD_AT + 8 * kind.ordinal(), amount);
    }

    /** Agent: what has become of a load; see {@link LoadKind} for the units. */
    public void load(LoadKind kind, long held, long seen, long lost, long refusals, long room) {
        int at = LOAD_AT + LOAD_SIZE * kind.ordinal();
        put(at, held);
        put(at + 8, seen);
        put(at + 16, lost);
        put(at + 24, refusals);
        put(at + 32, room);
    }

    public long heldLoad(LoadKind kind) {
        return get(LOAD_AT + LOAD_SIZE * kind.ordinal());
    }

    /** What the JVM itself counts. */
    public long seenLoad(LoadKind kind) {
        return get(LOAD_AT + LOAD_SIZE * kind.ordinal() + 8);
    }

    /** What the JVM took away to serve the application. */
    public long lostLoad(LoadKind kind) {
        return get(LOAD_AT + LOAD_SIZE * kind.ordinal() + 16);
    }

    /** How often the JVM refused with an {@link OutOfMemoryError}. */
    public long refusedLoad(LoadKind kind) {
        return get(LOAD_AT + LOAD_SIZE * kind.ordinal() + 24);
    }

    /** What a share of it is a share of; 0 where there is none, or none is known yet. */
    public long roomOfLoad(LoadKind kind) {
        return get(LOAD_AT + LOAD_SIZE * kind.ordinal() + 32);
    }

    public boolean keepResident() {
        return get(KEEP_RESIDENT_AT) != 0;
    }

    public void keepResident(boolean isWanted) {
        put(KEEP_RESIDENT_AT, isWanted ? 1 : 0);
    }

    public long launcherBeat() {
        return get(LAUNCHER_BEAT_AT);
    }

    public void launcherBeat(long beat) {
        put(LAUNCHER_BEAT_AT, beat);
    }

    public boolean stopRequested() {
        return get(STOP_AT) != 0;
    }

    public void requestStop() {
        put(STOP_AT, 1);
    }

    public long wantedNativeBytes() {
        return get(WANTED_NATIVE_AT);
    }

    public void wantedNativeBytes(long bytes) {
        put(WANTED_NATIVE_AT, bytes);
    }

    public long wantedDirectBytes() {
        return get(WANTED_DIRECT_AT);
    }

    public void wantedDirectBytes(long bytes) {
        put(WANTED_DIRECT_AT, bytes);
    }

    public long pauseNanos() {
        return get(PAUSE_AT);
    }

    public void pauseNanos(long nanos) {
        put(PAUSE_AT, nanos);
    }

    /** The agent's state, or null when the page holds a code that no agent writes. */
    public AgentState state() {
        return AgentState.ofCode(get(STATE_AT));
    }

    public void state(AgentState state) {
        put(STATE_AT, state.ordinal());
    }

    public long agentBeat() {
        return get(AGENT_BEAT_AT);
    }

    public void agentBeat(long beat) {
        put(AGENT_BEAT_AT, beat);
    }

    public long heldNativeBytes() {
        return get(HELD_NATIVE_AT);
    }

    public void heldNativeBytes(long bytes) {
        put(HELD_NATIVE_AT, bytes);
    }

    public long heldDirectBytes() {
        return get(HELD_DIRECT_AT);
    }

    public void heldDirectBytes(long bytes) {
        put(HELD_DIRECT_AT, bytes);
    }

    public long heapUsedBytes() {
        return get(HEAP_USED_AT);
    }

    public long heapCommittedBytes() {
        return get(HEAP_COMMITTED_AT);
    }

    public long heapMaxBytes() {
        return get(HEAP_MAX_AT);
    }

    /** Agent: what the JVM's heap looks like now. */
    public void heap(long usedBytes, long committedBytes, long maxBytes) {
        put(HEAP_USED_AT, usedBytes);
        put(HEAP_COMMITTED_AT, committedBytes);
        put(HEAP_MAX_AT, maxBytes);
    }

    public long directUsedBytes() {
        return get(DIRECT_USED_AT);
    }

    public long directMaxBytes() {
        return get(DIRECT_MAX_AT);
    }

    /** Agent: what the JVM counts against MaxDirectMemorySize now. */
    public void direct(long usedBytes, long maxBytes) {
        put(DIRECT_USED_AT, usedBytes);
        put(DIRECT_MAX_AT, maxBytes);
    }

    /** How long the JVM has collected in all; 0 while no heap is wanted. */
    public long collectionNanos() {
        return get(COLLECTIONS_AT);
    }

    public void collectionNanos(long nanos) {
        put(COLLECTIONS_AT, nanos);
    }

    /** The agent's error, empty when there is none. Text from inside the target: never trust it. */
    public String error() {
        long length = get(ERROR_AT);
        if (length <= 0 || length > ERROR_LIMIT_BYTES) {
            return "";
        }
        return text(ERROR_AT + 8, (int) length);
    }

    public void error(String message) {
        byte[] text = utf8(message);
        int length = Math.min(text.length, ERROR_LIMIT_BYTES);
        putBytes(ERROR_AT + 8, text, length);
        put(ERROR_AT, length);
    }
}
