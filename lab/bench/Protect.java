import dev.ballast.launcher.experiment.Experiment;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Roster;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.guard.ScoreWriter;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Protects a tree of processes once and restores it, in a JVM as cold as the launcher's own; or
 * only changes the scores and changes them back, to tell what of it is the changing.
 *
 * <p>Prints {@code judge 130000000} and then {@code protect 150000000}, {@code changed 1000}, {@code
 * restore 1800000000}, or {@code survey 40000000}, {@code change 80000000}, {@code changed 1000}:
 * times in nanoseconds.
 */
public final class Protect {
    private Protect() {}

    /**
     * @param arguments the tree's first process, the score, {@code direct} or {@code choom}, and
     *     {@code whole} or {@code change}
     */
    public static void main(String[] arguments) throws IOException {
        Host host = Host.here();
        Scope tree = new Scope.Tree("tree", host.proc().id(Integer.parseInt(arguments[0])));
        OomScoreAdj score = OomScoreAdj.parse(arguments[1]);
        ScoreWriter.By by = ScoreWriter.By.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        long start = System.nanoTime();
        GuardPlan plan = GuardPlan.judge(host.proc(), tree, score, Optional.of(by));
        start = print("judge", start);
        if (arguments[3].equals("whole")) {
            protect(host, plan, start);
        } else {
            change(host, plan, start);
        }
    }

    private static void protect(Host host, GuardPlan plan, long judged) throws IOException {
        long start = judged;
        try (Journal journal = Journal.of(host.journals(), host.launcher());
                Guard guard = Guard.on(host.proc(), plan, journal, Experiment.LEASE)) {
            start = print("protect", start);
            System.out.println("changed " + guard.changedCount());
        }
        print("restore", start);
    }

    private static void change(Host host, GuardPlan plan, long judged) throws IOException {
        Roster roster = Roster.survey(host.proc(), plan.scope());
        long start = print("survey", judged);
        ScoreWriter writer = new ScoreWriter(host.proc(), plan.by());
        for (var member : roster.originals()) {
            writer.write(member.getKey(), plan.score());
        }
        print("change", start);
        System.out.println("changed " + roster.size());
        for (var member : roster.originals()) {
            writer.write(member.getKey(), member.getValue());
        }
    }

    private static long print(String step, long start) {
        System.out.println(step + " " + (System.nanoTime() - start));
        return System.nanoTime();
    }
}
