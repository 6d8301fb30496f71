package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadSpec;

/** Hears of every tick of the control loop, on its thread: must return at once. */
public interface Recorder {
    /** Keeps nothing. */
    Recorder NONE = (now, decision, jvm) -> {};

    /**
     * @param jvm as the agent told it for this reading
     */
    void tick(Reading now, Decision decision, AgentSnapshot jvm);

    /**
     * What there is of a load beside the level; not in every tick.
     *
     * @param wanted in the unit of its kind
     * @param level in the unit of its kind
     */
    default void load(Reading now, LoadSpec load, long wanted, long level) {}
}
