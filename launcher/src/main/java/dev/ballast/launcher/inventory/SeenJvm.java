package dev.ballast.launcher.inventory;

import dev.ballast.launcher.container.EngineName;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmDetails;
import dev.ballast.launcher.target.TargetJvm;
import java.util.Optional;

/**
 * A JVM as it was seen from outside at one moment.
 *
 * @param uid its effective user
 * @param user what this host calls that user, if it has a name for it
 * @param engine what is known of its container
 * @param hostName that its container goes by, where that is not this host's
 * @param resident VmRSS
 * @param limit of the cgroup that binds it, or the host's memory
 * @param use of that limit, without what the kernel can reclaim
 * @param obstacle why it cannot be attached to; none when it can
 */
public record SeenJvm(
        TargetJvm target,
        int uid,
        Optional<String> user,
        EngineName engine,
        Optional<String> hostName,
        JvmDetails details,
        ByteSize resident,
        ByteSize limit,
        ByteSize use,
        int oomScoreAdj,
        Optional<Obstacle> obstacle) {}
