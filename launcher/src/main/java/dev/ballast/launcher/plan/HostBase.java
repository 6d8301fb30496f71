package dev.ballast.launcher.plan;

import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;

/** Pressure on the whole host, which is everybody's. */
public final class HostBase {
    private HostBase() {}

    /**
     * @throws Refusal for a protection that would send the OOM killer to others on the host, when
     *     that was not said to be meant
     */
    public static void check(TargetJvm target, Intent intent) throws Refusal {
        boolean isHostTheBase = target.bound().group().isEmpty();
        if (isHostTheBase && intent.protect().isPresent() && !intent.isHostMeant()) {
            throw new Refusal(
                    "--avoid-being-killed: no cgroup limits JVM "
                            + target.name()
                            + ", so the base is this host's memory, and when that is full the OOM"
                            + " killer takes others on the host instead; `victims` says whom. Add"
                            + " --host when that is meant, or leave out --avoid-being-killed."
                            + " Nothing was touched");
        }
    }
}
