package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.EdgeRun;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Vm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that bursts by a fifth of the limit, in a container held at 99 % of it, with a
 * bystander: nobody is killed, nobody stands still for ever. {@code lab/edge} runs one such run;
 * hundreds of them are for its user.
 */
class EdgeIT {
    /** Without a fuse the stall comes sooner or later, and ends the run. */
    private static final String LONG_ENOUGH = "120";

    @BeforeEach
    void needContainers() {
        Lab.needsContainers();
    }

    /** Who meets the limit waits, as at -1000. */
    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
    void holdsAnApplicationThatWouldOtherwiseFreeze(String collector) throws Exception {
        EdgeRun run =
                EdgeRun.of("--gc", collector, "--wait", "--score", "100", "--start-score", "500");
        run.assertSurvived();
    }

    /** Nothing is protected from waiting for ever but by the fuse: the load is hard enough. */
    @Test
    void freezesItWithoutAFuse() throws Exception {
        EdgeRun run =
                EdgeRun.of(
                        "--gc",
                        "Parallel",
                        "--seconds",
                        LONG_ENOUGH,
                        "--wait",
                        "--score",
                        "100",
                        "--start-score",
                        "500",
                        "--patience",
                        "10",
                        "--",
                        "--fuse",
                        "0",
                        "--max-stall",
                        "3s");
        assertTrue(run.said().startsWith("frozen"), run.said());
        assertTrue(run.said().contains("exit=5"), run.said());
    }

    /** Its own code has to be read from the disk, and would not fit beside 99 %. */
    @Test
    void backsOffToWhatLeavesRoomForTheMappedCode() throws Exception {
        EdgeRun run =
                EdgeRun.of(
                        "--root",
                        "cold",
                        "--burst",
                        "1",
                        "--wait",
                        "--score",
                        "100",
                        "--start-score",
                        "500");
        run.assertSurvived();
        assertEquals(run.percent("estimate"), run.percent("backedOff"), 2);
    }

    /** At -1000, with the real OOM killer. */
    @Tag(Vm.ONLY_V2)
    @ParameterizedTest
    @CsvSource({"Parallel,tini,1", "G1,sh,0"})
    void holdsAContainerThatNobodyMayKill(String collector, String init, String group)
            throws Exception {
        EdgeRun.of("--gc", collector, "--init", init, "--oom-group", group).assertSurvived();
    }

    /** The kernel ends what the fuse, too small on purpose, could not: nothing stays frozen. */
    @Tag(Vm.ONLY_V2)
    @Test
    void leavesAnEndlessStallToTheKernel() throws Exception {
        EdgeRun run =
                EdgeRun.of(
                        "--gc",
                        "Parallel",
                        "--seconds",
                        LONG_ENOUGH,
                        "--",
                        "--fuse",
                        "0",
                        "--max-stall",
                        "3s");
        assertTrue(run.said().startsWith("killed") || run.said().startsWith("ended"), run.said());
        assertTrue(run.said().contains("exit=3"), run.said());
    }
}
