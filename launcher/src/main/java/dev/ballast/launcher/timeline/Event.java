package dev.ballast.launcher.timeline;

import dev.ballast.launcher.proc.UntrustedText;

/**
 * Something that happened at one moment.
 *
 * @param seconds since the timeline's start
 * @param words for people
 */
public record Event(double seconds, Kind kind, String words) {
    /** What it was. */
    public enum Kind {
        /** The story's own steps: agent loaded, guard on. */
        STEP,
        REACHED,
        BACKED_OFF,
        RELIEF,
        STALL,
        PROBE_FAILED,
        PROBE_PASSED,
        KILL,
        RELEASE,
        ENDED
    }

    public Event {
        words = UntrustedText.printable(words);
    }
}
