package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Experiment;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.runs.Run;
import dev.ballast.launcher.runs.RunNote;
import dev.ballast.launcher.runs.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run as others see it. */
public final class StatusText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** A run writes its state once a second. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private StatusText() {}

    public static List<String> lines(Run run, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(run.note().map(RunNote::words).orElse("run that had not noted its target"));
        lines.add(PlanText.field("launcher", launcher(run)));
        run.note()
                .ifPresent(
                        note -> {
                            lines.add(PlanText.field("asked", note.asked()));
                            lines.add(PlanText.field("since", since(note, now)));
                        });
        if (run.launcher() == Run.Launcher.DEAD) {
            lines.add(PlanText.field("left", String.join(", ", run.left())));
            return lines;
        }
        lines.add(PlanText.field("phase", phase(run, now)));
        run.state()
                .flatMap(RunState::level)
                .ifPresent(level -> lines.add(PlanText.field("level", level(level))));
        lines.add(
                PlanText.field(
                        "protects",
                        run.protection()
                                .map(
                                        on ->
                                                ResultText.counted(on.processes())
                                                        + " at OOM score "
                                                        + on.score())
                                .orElse("nobody from the OOM killer")));
        return lines;
    }

    private static String launcher(Run run) {
        return run.launcherProcess()
                + switch (run.launcher()) {
                    case AT_WORK -> "";
                    case STOPPED ->
                            ", which is stopped (SIGSTOP or Ctrl-Z): the run undoes itself after "
                                    + Durations.words(Experiment.LEASE);
                    case DEAD -> ", which is dead: left behind, run `recover`";
                };
    }

    private static String since(RunNote note, Instant now) {
        return TIME.format(note.since().atZone(ZoneId.systemDefault()))
                + " ("
                + words(Duration.between(note.since(), now))
                + " ago)";
    }

    private static String phase(Run run, Instant now) {
        if (run.state().isEmpty()) {
            return name(RunState.Phase.START);
        }
        RunState state = run.state().get();
        Duration age = Duration.between(state.at(), now);
        boolean isOld = age.compareTo(FRESH) > 0 && state.phase() != RunState.Phase.START;
        return name(state.phase())
                + state.left().map(left -> ", " + words(left) + " left").orElse("")
                + (isOld ? ", as it was " + words(age) + " ago" : "");
    }

    static String name(RunState.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static String level(RunState.Level level) {
        return level.use()
                + " in use ("
                + PlanText.percent(level.use(), level.limit())
                + "), wanted "
                + level.wanted()
                + " ("
                + PlanText.percent(level.wanted(), level.limit())
                + "), limit "
                + level.limit()
                + ", "
                + level.held()
                + " held by ballast";
    }

    /** In whole seconds, and never before now. */
    private static String words(Duration time) {
        return Durations.words(Duration.ofSeconds(Math.max(0, time.plusMillis(999).toSeconds())));
    }
}
