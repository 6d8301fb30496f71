package dev.ballast.launcher.experiment;

import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;

/** Who wants to hear how the run goes. Called from the run's own thread: must return at once. */
public interface Progress {
    /** Something was done or has happened, in words. */
    void step(Event.Kind kind, String words);

    /** Another part of the run has begun. */
    void phase(Phase phase);

    /** Where the level is now. */
    void level(Level now);

    /** The run has come to its end, or was stopped: from now on everything is given back. */
    void releasing();
}
