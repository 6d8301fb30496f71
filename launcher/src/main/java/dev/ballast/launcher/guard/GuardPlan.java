package dev.ballast.launcher.guard;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.restore.Restorer;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.util.Optional;

/**
 * A protection that has been judged and not begun.
 *
 * @param scope whom
 * @param roster who that was when it was judged
 * @param score what they are set to
 * @param by how
 */
public record GuardPlan(Scope scope, Roster roster, OomScoreAdj score, ScoreWriter.By by) {
    /**
     * @param by how, or none for choom where it is installed
     * @throws Refusal when this launcher may not, or cannot undo it
     */
    public static GuardPlan judge(
            Proc proc, Scope scope, OomScoreAdj score, Optional<ScoreWriter.By> by)
            throws IOException {
        if (by.equals(Optional.of(ScoreWriter.By.CHOOM)) && !ScoreWriter.isChoomInstalled()) {
            throw new Refusal(
                    "choom is not installed here (it is part of util-linux); install it, or use"
                            + " --scores-by direct. No score was changed");
        }
        checkRestorable();
        Roster roster = Roster.survey(proc, scope);
        if (roster.isEmpty()) {
            throw new Refusal("there is nothing to protect: no process is left of " + scope.name());
        }
        checkRights(proc, roster, score);
        return new GuardPlan(
                scope,
                roster,
                score,
                by.orElse(
                        ScoreWriter.isChoomInstalled()
                                ? ScoreWriter.By.CHOOM
                                : ScoreWriter.By.DIRECT));
    }

    /**
     * @throws Refusal when nobody would restore the scores after the launcher's death
     */
    public static void checkRestorable() throws Refusal {
        Restorer.checkPossible("scores are");
    }

    private static void checkRights(Proc proc, Roster roster, OomScoreAdj score)
            throws IOException {
        if (!roster.anyAbove(score) || ScoreFloor.isUnbounded(proc)) {
            return;
        }
        OomScoreAdj floor = ScoreFloor.find(proc);
        if (score.compareTo(floor) < 0) {
            throw new ScoreRefused(score, floor);
        }
    }

    /** A score below what the kernel allows this launcher. */
    public static final class ScoreRefused extends IOException {
        private static final long serialVersionUID = 1;

        ScoreRefused(OomScoreAdj score, OomScoreAdj floor) {
            super(
                    "OOM score "
                            + score
                            + " cannot be set: ballast runs without CAP_SYS_RESOURCE on the host, and the lowest"
                            + " score possible here is "
                            + floor
                            + ". No score was changed");
        }
    }
}
