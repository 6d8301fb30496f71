package dev.ballast.launcher.victim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The processes that the OOM killer looks at in one domain, its next victim first. */
public record Ranking(OomDomain domain, List<Standing> standings) {
    enum Place {
        NEXT_AND_LARGEST,
        NEXT,
        LATER
    }

    /** By the kernel's rule for a memory cgroup. */
    static Ranking inGroup(OomDomain domain, List<Candidate> processes) {
        return of(domain, processes, Comparator.comparingLong(domain::badnessBytes).reversed());
    }

    /** By the kernel's own figure, which is the same rule in steps of 1.5 thousandths. */
    static Ranking onHost(OomDomain domain, List<Candidate> processes) {
        return of(
                domain,
                processes,
                Comparator.comparingInt(Candidate::oomScore)
                        .thenComparingLong(domain::badnessBytes)
                        .reversed());
    }

    private static Ranking of(
            OomDomain domain, List<Candidate> processes, Comparator<Candidate> worstFirst) {
        List<Candidate> ordered = new ArrayList<>(processes);
        ordered.sort(
                Comparator.comparing((Candidate process) -> !process.isEligible())
                        .thenComparing(worstFirst)
                        .thenComparing(process -> process.id().pid()));
        List<Standing> standings = new ArrayList<>();
        for (Candidate process : ordered) {
            int rank = standings.size() + 1;
            String why =
                    Standing.reason(
                            place(rank, process, ordered), process, domain.adjBytes(process.adj()));
            standings.add(new Standing(rank, process, domain.badnessBytes(process), why));
        }
        return new Ranking(domain, List.copyOf(standings));
    }

    private static Place place(int rank, Candidate process, List<Candidate> all) {
        if (rank > 1) {
            return Place.LATER;
        }
        return all.stream()
                        .filter(Candidate::isEligible)
                        .allMatch(other -> other.memory().compareTo(process.memory()) <= 0)
                ? Place.NEXT_AND_LARGEST
                : Place.NEXT;
    }

    /** Who would be taken next; none when nobody can be. */
    public Optional<Standing> next() {
        return standings.stream().filter(standing -> standing.process().isEligible()).findFirst();
    }

    /** The first of these processes; none when none of them is here. */
    public Optional<Standing> firstOf(Set<Integer> pids) {
        return of(pids).findFirst();
    }

    /** How many of these processes are here. */
    public int countOf(Set<Integer> pids) {
        return (int) of(pids).count();
    }

    private Stream<Standing> of(Set<Integer> pids) {
        return standings.stream().filter(standing -> pids.contains(standing.process().id().pid()));
    }
}
