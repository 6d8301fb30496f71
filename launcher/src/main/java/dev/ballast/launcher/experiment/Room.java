package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;

/** Whether what is wanted fits into the JVM's own limits, which only the agent knows. */
record Room(Plan plan, AgentLink agent) {
    private static final String NOTHING = ". No memory was taken";

    /**
     * @throws IOException when it does not
     */
    void check() throws IOException {
        AgentSnapshot jvm = agent.snapshot();
        if (plan.intent().area() == Area.DIRECT) {
            checkDirect(plan.willHold(), jvm);
        }
        for (LoadSpec load : plan.intent().loads()) {
            if (load.kind() == Kind.METASPACE && load.isUntilRefused()) {
                checkMetaspace(load, agent.source(load).look());
            } else if (load.kind() == Kind.DIRECT) {
                checkLoad(load, new ByteSize(load.wanted(jvm.directMax().bytes())), jvm);
            }
        }
    }

    private static void checkMetaspace(LoadSpec load, LoadReading now) throws IOException {
        if (now.room() == 0) {
            throw new IOException(
                    load.option()
                            + ": this JVM has no MaxMetaspaceSize, so it would never refuse; say how"
                            + " much"
                            + NOTHING);
        }
    }

    private void checkLoad(LoadSpec load, ByteSize wanted, AgentSnapshot jvm) throws IOException {
        ByteSize more =
                load.isUntilRefused() ? jvm.directMax().minusOrZero(jvm.directUsed()) : wanted;
        checkDirect(more, jvm);
        ByteSize others =
                plan.intent().wanted().besides(plan.use().unreclaimable(), plan.wantedUse());
        ByteSize free = plan.limit().minusOrZero(others);
        if (more.compareTo(free) > 0) {
            throw new IOException(
                    load.option()
                            + " would take "
                            + more
                            + ", and only "
                            + free
                            + " of the limit are free beside it"
                            + NOTHING);
        }
    }

    private static void checkDirect(ByteSize more, AgentSnapshot jvm) throws IOException {
        if (more.compareTo(jvm.directMax().minusOrZero(jvm.directUsed())) > 0) {
            throw new IOException(
                    "the JVM allows "
                            + jvm.directMax()
                            + " of direct memory (MaxDirectMemorySize) and uses "
                            + jvm.directUsed()
                            + ", so "
                            + more
                            + " more do not fit; use --area native, or less"
                            + NOTHING);
        }
    }
}
