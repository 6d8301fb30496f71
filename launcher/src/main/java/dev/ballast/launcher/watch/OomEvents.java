package dev.ballast.launcher.watch;

import java.util.List;
import java.util.Optional;

/**
 * What the OOM killer did during a run. A kill before it is not in here.
 *
 * @param killed everybody of the watched groups who is known to have been taken, and, where the
 *     host itself was full, also others
 * @param unnamed kills that the watched groups count and nobody could be named for
 * @param limitMet how often the container's limit, or one above it, was met with nothing left to
 *     reclaim, killed or not; 0 also where the kernel does not count that (v1)
 * @param groupKills how often a whole group was taken ({@code memory.oom.group})
 * @param elsewhere kills that the host counts beyond the watched groups; none when it does not
 *     count
 * @param isCountLost whether the target's own group is gone, and with it what it counted last
 * @param logUnreadable why the kernel's log could not be read; none when it was
 * @param notes what else is to be said about the evidence
 */
public record OomEvents(
        List<Killed> killed,
        long unnamed,
        long limitMet,
        long groupKills,
        Optional<Long> elsewhere,
        boolean isCountLost,
        Optional<String> logUnreadable,
        List<String> notes) {
    /** Nothing happened. */
    public static final OomEvents NONE =
            new OomEvents(List.of(), 0, 0, 0, Optional.empty(), false, Optional.empty(), List.of());

    public OomEvents {
        if (unnamed < 0 || limitMet < 0 || groupKills < 0) {
            throw new IllegalArgumentException(
                    "negative counts: " + unnamed + ", " + limitMet + ", " + groupKills);
        }
        killed = List.copyOf(killed);
        notes = List.copyOf(notes);
    }

    public Optional<Killed> target() {
        return of(Killed.Who.TARGET).stream().findFirst();
    }

    public List<Killed> of(Killed.Who who) {
        return killed.stream().filter(one -> one.who() == who).toList();
    }

    /** Why nobody is said to have been killed, in words. */
    public String noKill() {
        if (!isCountLost) {
            return "no OOM kill of it was counted";
        }
        return "its memory cgroup is gone, and with it the last count of OOM kills; the kernel's log "
                + logUnreadable.map(why -> "could not be read: " + why).orElse("names none");
    }

    /** How many are known to have been taken because of this. */
    public long killsBy(OomScope scope) {
        return killed.stream().filter(one -> one.scope() == scope).count();
    }

    /** Whether there is anything to tell. */
    public boolean isQuiet() {
        return killed.isEmpty() && unnamed == 0 && limitMet == 0;
    }
}
