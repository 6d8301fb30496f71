package dev.ballast.launcher.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.runs.Run;
import dev.ballast.launcher.runs.RunNote;
import dev.ballast.launcher.runs.RunState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The runs for machines. Sizes are bytes, times are seconds, what is unknown is null. */
public final class StatusJson {
    private static final int VERSION = 1;

    private StatusJson() {}

    public static String of(List<Run> runs) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("runs", runs.stream().map(StatusJson::fields).toList());
        return JSON.std
                        .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                        .asString(fields)
                + "\n";
    }

    private static Map<String, Object> fields(Run run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Optional<RunNote> note = run.note();
        fields.put("pid", note.map(known -> known.target().pid()).orElse(null));
        fields.put("name", note.map(RunNote::name).orElse(null));
        fields.put("kind", note.map(known -> known.kind().name()).orElse(null));
        fields.put("asked", note.map(RunNote::asked).orElse(null));
        fields.put("since", note.map(known -> known.since().toString()).orElse(null));
        fields.put("launcherPid", run.launcherProcess().pid());
        fields.put("launcher", run.launcher().name());
        fields.put("leftBehind", run.left());
        fields.put("phase", of(run, state -> Optional.of(state.phase().name())));
        fields.put("stateAt", of(run, state -> Optional.of(state.at().toString())));
        fields.put(
                "leftSeconds", of(run, state -> state.left().map(left -> left.toMillis() / 1e3)));
        fields.put("useBytes", ofLevel(run, level -> level.use().bytes()));
        fields.put("wantedUseBytes", ofLevel(run, level -> level.wanted().bytes()));
        fields.put("limitBytes", ofLevel(run, level -> level.limit().bytes()));
        fields.put("heldBytes", ofLevel(run, level -> level.held().bytes()));
        fields.put("protectScore", run.protection().map(on -> on.score().value()).orElse(null));
        fields.put("protectedProcesses", run.protection().map(on -> on.processes()).orElse(0));
        return fields;
    }

    private static <T> T of(Run run, Function<RunState, Optional<T>> field) {
        return run.state().flatMap(field).orElse(null);
    }

    private static Long ofLevel(Run run, Function<RunState.Level, Long> size) {
        return of(run, state -> state.level().map(size));
    }
}
