package dev.ballast.launcher.plan;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.ScoreWriter;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.watch.StopRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user asked for.
 *
 * @param loads what presses inside the JVM's own bounds beside it
 * @param pressure that its level, or the heap's, is sought for; none where it is said
 * @param rate of growth; giving back is never slowed down
 * @param hold counted from the moment the level is reached
 * @param releaseOver what is held is given back over this time after the hold
 * @param timeout for the whole run; none for one that fits the fill time and the hold
 * @param protect the score to protect with, or none
 * @param fuse size of the relief fuse, or none for what a safepoint may take
 * @param maxStall after which a stall that nothing else ends is left to the kernel
 * @param scoresBy how scores are set, or none for choom where it is installed
 * @param stopWhen what ends it early
 * @param isHostMeant whether the host's memory may be the base of a protection
 * @param keepResident whether what is held is kept out of swap
 */
public record Intent(
        Wanted wanted,
        Area area,
        List<LoadSpec> loads,
        Optional<PressureSpec> pressure,
        ByteRate rate,
        Duration hold,
        Duration releaseOver,
        Optional<Duration> timeout,
        Optional<OomScoreAdj> protect,
        Optional<ByteSize> fuse,
        Duration maxStall,
        Optional<ScoreWriter.By> scoresBy,
        StopRules stopWhen,
        boolean isHostMeant,
        boolean keepResident) {
    public Intent {
        loads = List.copyOf(loads);
    }

    /** The options that say how much. */
    public String words() {
        return Stream.concat(
                        Stream.of(wanted.words()).filter(words -> !words.isEmpty()),
                        Stream.concat(
                                soughtInHeap().map(PressureSpec::option).stream(),
                                loadsWithAmount().stream().map(LoadSpec::option)))
                .collect(Collectors.joining(" "));
    }

    /** The pressure that the heap's level is sought for, if that is what is asked for. */
    public Optional<PressureSpec> soughtInHeap() {
        return pressure.filter(sought -> sought.measure().isOfHeap());
    }

    /** Without the heap where its level is sought: then its amount only bounds the search. */
    public List<LoadSpec> loadsWithAmount() {
        return loads.stream()
                .filter(load -> load.kind() != Kind.HEAP || soughtInHeap().isEmpty())
                .toList();
    }

    /** Whether memory.high of the target's cgroup is lowered meanwhile. */
    public boolean lowersLimit() {
        return loads.stream().anyMatch(load -> load.kind() == Kind.LIMIT);
    }

    /** From the moment the first level is reached until all is given back again. */
    public Duration lasts() {
        return wanted.lasts(hold).plus(releaseOver);
    }
}
