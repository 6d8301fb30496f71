package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.MadeTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held against docs/result.schema.json. */
class TrialJsonTest {
    @TempDir private Path folder;

    /** What the schema has to say against a result. */
    static List<String> mistakes(String json) throws IOException {
        String schema =
                Files.readString(
                        Path.of(System.getProperty("basedir"), "../docs/result.schema.json"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private MadeTrial made() {
        return new MadeTrial(folder.resolve("host"));
    }

    @Test
    void aRunThatSurvivedIsAsTheSchemaSays() throws Exception {
        MadeTrial trial =
                made().probe(
                                new MadeReports("http:http://h/ status==200 p99<1s name=health")
                                        .passed(Phase.BEFORE, 3, 0.01)
                                        .passed(Phase.DURING, 9, 0.02)
                                        .made());
        assertEquals(List.of(), mistakes(TrialJson.of(trial.made())));
    }

    @Test
    void aRunThatFailedInEveryWayIsAsTheSchemaSays() throws Exception {
        MadeTrial trial =
                made().probe(
                                new MadeReports("cmd:true name=check")
                                        .failed(Phase.DURING, 5.5, "exit 1, expected exit==0")
                                        .made())
                        .probe(
                                new MadeReports("jvm: threads<9 name=jvm")
                                        .unseen(Phase.DURING, "it publishes nothing")
                                        .made())
                        .notReached()
                        .throwing(2)
                        .expecting(Expected.OOME)
                        .killed();
        assertEquals(List.of(), mistakes(TrialJson.of(trial.made())));
    }

    @Test
    void theSchemaRefusesAFieldThatItDoesNotKnow() throws Exception {
        String json = TrialJson.of(made().made());
        assertEquals(1, mistakes(json.replaceFirst("\\{", "{\"more\": 1,")).size());
        assertEquals(1, mistakes(json.replace("\"SURVIVED\"", "\"FINE\"")).size());
    }
}
