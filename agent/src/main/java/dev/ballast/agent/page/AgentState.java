package dev.ballast.agent.page;

/** Where the agent is in its life, as it writes it into the control page. */
public enum AgentState {
    /** The page is new: no agent has opened it yet. */
    ABSENT,
    /** The holder runs and follows the wanted bytes. */
    HOLDING,
    /** Everything was given back because the launcher asked for it. */
    RELEASED,
    /** Everything was given back because the launcher's beat stood still for the lease time. */
    LEASE_EXPIRED,
    /**
     * Everything was given back because the page no longer is the one the agent was started with.
     */
    PAGE_LOST,
    /** Nothing was taken: another holder already runs in this JVM. */
    BUSY,
    /** Everything was given back after an error, which is in the page's text. */
    FAILED;

    private static final AgentState[] STATES = values();

    /** Whether the agent holds nothing and will do nothing more. */
    public boolean isFinal() {
        return this != ABSENT && this != HOLDING;
    }

    /** The state with this code, or null when no version of the agent writes such a code. */
    static AgentState ofCode(long code) {
        return code >= 0 && code < STATES.length ? STATES[(int) code] : null;
    }
}
