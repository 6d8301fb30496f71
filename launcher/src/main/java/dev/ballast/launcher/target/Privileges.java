package dev.ballast.launcher.target;

import dev.ballast.launcher.proc.Capability;
import dev.ballast.launcher.proc.ProcessStatus;
import java.util.ArrayList;
import java.util.List;

/** What root must be able to do for a JVM of another user, beyond being root. */
public final class Privileges {
    private record Need(List<Capability> oneOf, String purpose) {
        boolean isMet(ProcessStatus launcher) {
            return oneOf.stream().anyMatch(launcher::has);
        }

        String words() {
            return String.join(" or ", oneOf.stream().map(Enum::name).toList())
                    + " ("
                    + purpose
                    + ")";
        }
    }

    private static final List<Need> FOR_OTHER_USERS =
            List.of(
                    new Need(List.of(Capability.CAP_SYS_PTRACE), "to look into its files"),
                    new Need(
                            List.of(Capability.CAP_DAC_OVERRIDE, Capability.CAP_DAC_READ_SEARCH),
                            "to read how it was started"),
                    new Need(List.of(Capability.CAP_SETUID), "to ask it as its own user"),
                    new Need(List.of(Capability.CAP_SETGID), "to ask it as its own group"));

    private Privileges() {}

    /** Those that the launcher lacks, in words; none when it may attach to anybody's JVM. */
    public static List<String> missing(ProcessStatus launcher) {
        List<String> missing = new ArrayList<>();
        for (Need need : FOR_OTHER_USERS) {
            if (!need.isMet(launcher)) {
                missing.add(need.words());
            }
        }
        return missing;
    }
}
