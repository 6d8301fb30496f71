package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine;

/**
 * A program that tells a live view on its stderr whatever it reads, line by line, from the pipe
 * that it is given, until that ends: {@code level 400 410 100 50 512 hold 12}.
 */
public final class LiveViewPuppet {
    private final LiveView view;
    private final List<ProbeNow> probes = new ArrayList<>();
    private volatile LiveState.Signs signs = LiveState.Signs.NONE;

    private LiveViewPuppet(LiveView view) {
        this.view = view;
        view.watching(() -> signs);
    }

    /** The pipe, the target's name, and {@code --quiet} or something else. */
    public static void main(String[] arguments) throws Exception {
        PrintWriter err = new CommandLine(CommandLine.Model.CommandSpec.create()).getErr();
        boolean isQuiet = arguments[2].equals("--quiet");
        try (LiveView view = new LiveView(err, Terminal.ofStderr(), isQuiet, arguments[1]);
                BufferedReader pipe =
                        Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            LiveViewPuppet puppet = new LiveViewPuppet(view);
            for (String line = pipe.readLine(); line != null; line = pipe.readLine()) {
                puppet.obey(line.split(" ", 2)[0], line.replaceFirst("\\S+ ?", ""));
            }
        }
        System.out.println("result: held");
    }

    private void obey(String verb, String rest) {
        String[] words = rest.split(" ");
        switch (verb) {
            case "phase" -> view.phase(Phase.valueOf(rest));
            case "step" -> view.step(Event.Kind.valueOf(words[0]), rest.replaceFirst("\\S+ ", ""));
            case "level" ->
                    view.level(
                            new Level(
                                    mib(words[0]),
                                    mib(words[1]),
                                    mib(words[2]),
                                    mib(words[3]),
                                    mib(words[4]),
                                    List.of(),
                                    words[5].equals("hold"),
                                    Duration.ofSeconds(Long.parseLong(words[6]))));
            case "signs" ->
                    signs =
                            new LiveState.Signs(
                                    number(words[0]),
                                    number(words[1]),
                                    number(words[2]),
                                    Optional.of(mib(words[3])),
                                    OptionalLong.of(Long.parseLong(words[4])),
                                    Optional.of(
                                            new LiveState.Memory(
                                                    mib(words[5]),
                                                    mib(words[6]),
                                                    ByteSize.ZERO,
                                                    ByteSize.ZERO,
                                                    List.of(),
                                                    Optional.empty())),
                                    probes);
            case "probe" -> probe(rest.split(" ", 5));
            case "releasing" -> view.releasing();
            default -> throw new IllegalArgumentException(verb);
        }
    }

    /** {@code name ok|fail|none milliseconds failures words}; seen with the next {@code signs}. */
    private void probe(String[] words) {
        probes.removeIf(probe -> probe.name().equals(words[0]));
        probes.add(
                new ProbeNow(
                        words[0],
                        words[1].equals("none")
                                ? Optional.empty()
                                : Optional.of(words[1].equals("ok")),
                        number(words[2]),
                        words.length > 4 ? words[4] : "",
                        Integer.parseInt(words[3])));
    }

    private static OptionalDouble number(String text) {
        return text.equals("-")
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }

    private static ByteSize mib(String text) {
        return ByteSize.ofMiB(Long.parseLong(text));
    }
}
