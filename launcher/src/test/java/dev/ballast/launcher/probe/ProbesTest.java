package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands: whether they pass is whether a file is there. */
class ProbesTest {
    @TempDir private Path folder;

    private final Timeline timeline = Timeline.begin();
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private Path well;
    private Probes probes;

    @BeforeEach
    void isWell() throws Exception {
        well = Files.createFile(folder.resolve("well"));
    }

    @AfterEach
    void close() {
        probes.close();
    }

    private void start(String settings) throws IOException {
        ProbeSpec spec =
                ProbeSpec.parse("cmd:\"test -e " + well + "\" interval=20ms " + settings, 1);
        Probe probe =
                new CommandProbe(
                        ((Subject.Command) spec.subject()).command(),
                        Place.HOST,
                        own(),
                        Proc.host());
        probes = new Probes(List.of(spec), unused -> probe, timeline, failed::add);
    }

    private static void await(Callable<Boolean> isSo) throws Exception {
        Lab.await("the probe to look", isSo);
    }

    private static ProcessId own() throws IOException {
        return Proc.host().id((int) ProcessHandle.current().pid());
    }

    private ProbeReport report() {
        return probes.reports(OptionalLong.empty()).get(0);
    }

    @Test
    void looksInEveryPhaseAndHolds() throws Exception {
        start("mode=Continuous");
        for (Phase phase : Phase.values()) {
            probes.phase(phase);
            await(() -> report().tallies().get(phase).looks() > 2);
        }
        assertEquals(List.of(), probes.unwell());
        await(() -> probes.recovered().isPresent());
        assertEquals(ProbeReport.State.HELD, report().state());
        assertEquals(100, report().score().getAsDouble());
    }

    @Test
    void saysThatTheApplicationIsUnwellBefore() throws Exception {
        Files.delete(well);
        start("mode=SOT");
        probes.phase(Phase.BEFORE);
        await(() -> probes.haveLooked(Phase.BEFORE));
        assertEquals(List.of("probe cmd-1 fails: exit 1, expected exit==0"), probes.unwell());
        assertEquals(1, report().tallies().get(Phase.BEFORE).looks());
    }

    @Test
    void tellsOfAFailureWhileTheMemoryIsHeldAndOfTheRecovery() throws Exception {
        start("mode=Continuous name=well");
        probes.phase(Phase.BEFORE);
        await(() -> probes.haveLooked(Phase.BEFORE));
        probes.phase(Phase.DURING);
        Files.delete(well);
        assertEquals("probe well: exit 1, expected exit==0", failed.poll(20, TimeUnit.SECONDS));
        probes.phase(Phase.AFTER);
        await(() -> report().tallies().get(Phase.AFTER).failed() > 0);
        assertTrue(probes.recovered().isEmpty());
        Files.createFile(well);
        await(() -> probes.recovered().isPresent());
        assertEquals(ProbeReport.State.FAILED, report().state());
        assertTrue(report().score().getAsDouble() < 100);
        assertTrue(report().findings().get(0).contains("exit 1, expected exit==0"));
        assertEquals(
                List.of(Event.Kind.PROBE_FAILED, Event.Kind.PROBE_PASSED),
                timeline.view().events().stream().map(Event::kind).toList());
    }

    @Test
    void looksOnlyWhileTheMemoryIsHeld() throws Exception {
        Files.delete(well);
        start("mode=OnChaos");
        probes.phase(Phase.BEFORE);
        assertTrue(probes.haveLooked(Phase.BEFORE));
        probes.phase(Phase.DURING);
        await(() -> report().tallies().get(Phase.DURING).failed() > 1);
        assertEquals(0, report().tallies().get(Phase.BEFORE).looks());
        assertEquals(0, report().score().getAsDouble());
    }

    @Test
    void waitsAfterwardsUntilItPasses() throws Exception {
        Files.delete(well);
        start("mode=EOT");
        probes.phase(Phase.AFTER);
        await(() -> report().tallies().get(Phase.AFTER).failed() > 1);
        assertEquals(ProbeReport.State.FAILED, report().state());
        Files.createFile(well);
        await(() -> probes.recovered().isPresent());
        assertEquals(ProbeReport.State.HELD, report().state());
        assertEquals(100, report().score().getAsDouble());
    }

    @Test
    void triesAgainBeforeAFailureCounts() throws Exception {
        Files.delete(well);
        start("mode=SOT retries=100");
        probes.phase(Phase.BEFORE);
        Files.createFile(well);
        await(() -> probes.haveLooked(Phase.BEFORE));
        assertEquals(List.of(), probes.unwell());
    }

    @Test
    void couldNotLookIsNoFailure() throws Exception {
        ProbeSpec spec = ProbeSpec.parse("cmd:/no/such/program interval=20ms", 1);
        Probe probe = new CommandProbe("/no/such/program", Place.HOST, own(), Proc.host());
        probes = new Probes(List.of(spec), unused -> probe, timeline, failed::add);
        probes.phase(Phase.BEFORE);
        await(() -> probes.haveLooked(Phase.BEFORE));
        assertTrue(probes.unwell().get(0).contains("could not look"), probes.unwell().toString());
        probes.phase(Phase.DURING);
        await(() -> report().tallies().get(Phase.DURING).looks() > 1);
        assertEquals(ProbeReport.State.UNSEEN, report().state());
        assertFalse(report().score().isPresent());
        assertEquals(0, failed.size());
    }

    @Test
    void endsAtOnceWhenItIsClosed() throws Exception {
        start("mode=Continuous");
        probes.phase(Phase.BEFORE);
        await(() -> probes.haveLooked(Phase.BEFORE));
        probes.close();
        await(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(
                                        thread -> thread.getName().equals("ballast-probe-cmd-1")));
    }
}
