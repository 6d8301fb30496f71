package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Reading;

/** Hears of every tick of the control loop, on its thread: must return at once. */
public interface Recorder {
    /** Keeps nothing. */
    Recorder NONE = (now, decision, jvm) -> {};

    /**
     * @param jvm as the agent told it for this reading
     */
    void tick(Reading now, Decision decision, AgentSnapshot jvm);
}
