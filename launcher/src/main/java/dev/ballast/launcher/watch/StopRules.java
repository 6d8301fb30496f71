package dev.ballast.launcher.watch;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that hold in a run, the usual one included. */
public record StopRules(List<StopRule> rules) {
    public StopRules {
        rules = List.copyOf(rules);
    }

    /** What was asked for, with the usual rule for the host where none was named for it. */
    public static StopRules of(List<StopRule> asked) {
        List<StopRule> rules = new ArrayList<>(asked);
        if (rules.stream().noneMatch(rule -> rule instanceof StopRule.FreeHostBelow)) {
            rules.add(StopRule.FreeHostBelow.USUAL);
        }
        rules.removeIf(rule -> rule instanceof StopRule.FreeHostBelow free && free.isOff());
        return new StopRules(rules);
    }

    /** For people: {@code oom-kill, free-host<5% or 512.0MiB}. */
    public String words() {
        return rules.isEmpty()
                ? "none"
                : String.join(", ", rules.stream().map(StopRule::words).toList());
    }

    boolean needPressure() {
        return rules.stream().anyMatch(rule -> rule instanceof StopRule.PressureAbove);
    }

    Duration longestWindow() {
        return rules.stream().map(StopRule::window).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The first that is broken, with the figure that broke it; none while all hold. */
    Optional<String> brokenBy(SignHistory history) {
        for (StopRule rule : rules) {
            Optional<String> figure = rule.brokenBy(history);
            if (figure.isPresent()) {
                return Optional.of(rule.words() + ": " + figure.get());
            }
        }
        return Optional.empty();
    }

    /**
     * @throws Refusal when a rule could not be watched, or is broken already
     */
    public void check(Proc proc, MemoryBound bound) throws IOException {
        if (needPressure()) {
            checkPressure(proc, bound);
        }
        HostMemory host = proc.hostMemory();
        SignHistory now = new SignHistory(Duration.ZERO);
        now.add(new Signs(0, host, Optional.empty(), Optional.empty()));
        Optional<String> broken = brokenBy(now);
        if (broken.isPresent()) {
            throw new Refusal(
                    "the stop rule "
                            + broken.get()
                            + ": it is broken before the run has begun; free some memory, or change"
                            + " the rule with --stop-when. Nothing was touched");
        }
    }

    private static void checkPressure(Proc proc, MemoryBound bound) throws IOException {
        if (bound.pressure().isPresent()) {
            return;
        }
        boolean isV1 = bound.group().isPresent() && proc.memoryPressure().isPresent();
        throw new Refusal(
                "--stop-when psi-...: the pressure on "
                        + bound.name()
                        + " cannot be watched: "
                        + (isV1
                                ? "only cgroup v2 measures it for a group"
                                : "this kernel measures none (psi=0, or built without)")
                        + "; leave the rule out. Nothing was touched");
    }
}
