package dev.ballast.launcher.victim;

import dev.ballast.launcher.guard.OomScoreAdj;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who is next in each of the two cases, at one set of scores.
 *
 * @param group when the limiting cgroup is full; none when there is none
 * @param wholeGroup the cgroup that dies with the next of {@code group} as a whole
 * @param host when the host's memory is full
 */
public record Outlook(Optional<Ranking> group, Optional<WholeGroup> wholeGroup, Ranking host) {
    /**
     * A cgroup with {@code memory.oom.group}.
     *
     * @param pids of those that die in it
     */
    public record WholeGroup(String path, List<Integer> pids) {}

    /** At the scores as they were read. */
    public static Outlook of(Snapshot snapshot) {
        return of(snapshot, snapshot.processes());
    }

    /** After the guard has set this score: no score is raised. */
    public static Outlook of(Snapshot snapshot, OomScoreAdj score) {
        return of(
                snapshot,
                snapshot.processes().stream()
                        .map(
                                process ->
                                        isLowered(process, snapshot, score)
                                                ? process.at(score, snapshot.host())
                                                : process)
                        .toList());
    }

    /** How many processes the guard would change. */
    static int lowered(Snapshot snapshot, OomScoreAdj score) {
        return (int)
                snapshot.processes().stream()
                        .filter(process -> isLowered(process, snapshot, score))
                        .count();
    }

    private static boolean isLowered(Candidate process, Snapshot snapshot, OomScoreAdj score) {
        return snapshot.scope().contains(process.id().pid()) && process.adj().compareTo(score) > 0;
    }

    private static Outlook of(Snapshot snapshot, List<Candidate> processes) {
        Optional<Ranking> group =
                snapshot.group()
                        .map(
                                members ->
                                        Ranking.inGroup(
                                                members.domain(), members.among(processes)));
        Optional<WholeGroup> whole =
                group.flatMap(ranking -> wholeGroup(ranking, snapshot.group().get().dyingAs()));
        return new Outlook(group, whole, Ranking.onHost(snapshot.host(), processes));
    }

    private static Optional<WholeGroup> wholeGroup(
            Ranking ranking, Map<Integer, Optional<String>> dyingAs) {
        Optional<String> path =
                ranking.next().flatMap(next -> dyingAs.get(next.process().id().pid()));
        return path.map(
                found ->
                        new WholeGroup(
                                found,
                                ranking.standings().stream()
                                        .map(Standing::process)
                                        .filter(Candidate::diesWithGroup)
                                        .map(process -> process.id().pid())
                                        .filter(pid -> dyingAs.get(pid).equals(path))
                                        .collect(Collectors.toList())));
    }
}
