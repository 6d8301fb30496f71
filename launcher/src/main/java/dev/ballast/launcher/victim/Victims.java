package dev.ballast.launcher.victim;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.proc.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who would be taken next, now and after the guard's change.
 *
 * @param subject the process that was named; none for the host alone
 * @param now at the scores as they are
 * @param after at the asked-for score; none when none was asked for
 */
public record Victims(
        Optional<Subject> subject, Outlook now, Optional<After> after, List<String> notes) {
    /**
     * @param scopeName whom the guard would protect, for people
     * @param scope their PIDs
     */
    public record Subject(ProcessId process, String scopeName, Set<Integer> scope) {}

    /**
     * @param lowered how many processes the guard would change
     */
    public record After(OomScoreAdj score, int lowered, Outlook outlook) {
        /** Whether this one would have the score from the guard and can be taken all the same. */
        public boolean isStillTaken(Candidate process, Set<Integer> scope) {
            return scope.contains(process.id().pid()) && process.adj().equals(score);
        }
    }

    /** The PIDs that the guard would protect. */
    public Set<Integer> scope() {
        return subject.map(Subject::scope).orElse(Set.of());
    }

    public static Victims ofHost(Snapshot snapshot) {
        return new Victims(
                Optional.empty(), Outlook.of(snapshot), Optional.empty(), snapshot.notes());
    }

    /**
     * @param score that the guard would set, if it is asked for
     */
    public static Victims of(
            Snapshot snapshot, ProcessId process, Scope scope, Optional<OomScoreAdj> score) {
        return new Victims(
                Optional.of(new Subject(process, scope.name(), snapshot.scope())),
                Outlook.of(snapshot),
                score.map(
                        wanted ->
                                new After(
                                        wanted,
                                        Outlook.lowered(snapshot, wanted),
                                        Outlook.of(snapshot, wanted))),
                snapshot.notes());
    }
}
