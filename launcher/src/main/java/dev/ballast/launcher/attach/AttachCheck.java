package dev.ballast.launcher.attach;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;

/** Whether a JVM can be attached to, as far as that can be told without touching it. */
public final class AttachCheck {
    private final Proc proc;

    public AttachCheck(Proc proc) {
        this.proc = proc;
    }

    /**
     * How it will be reached.
     *
     * @throws Refusal when it cannot
     */
    public String check(TargetJvm target) throws IOException {
        boolean hasDoor = OpenDoor.find(proc, target).isPresent();
        try (TargetRoot root = TargetRoot.open(proc, target)) {
            return target.owner()
                    .run(
                            () -> {
                                if (!hasDoor) {
                                    return new AttachSocket(proc, target, root.tmp())
                                            .checkReachable();
                                }
                                TargetRoot.checkWritable(root.tmp(), target);
                                return "not needed: the JVM was started with ballast's agent";
                            });
        }
    }
}
