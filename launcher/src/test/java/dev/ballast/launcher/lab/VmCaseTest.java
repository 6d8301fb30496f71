package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of JUnit's console, 6.1.3, as they come out of the machine. */
class VmCaseTest {
    private static final String REPORT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="JUnit Jupiter" tests="4" skipped="1" failures="1" errors="1" time="1.2">
            <testcase name="comesBack(String)[1]" classname="dev.CrashIT" time="0.067">
            <system-out><![CDATA[
            unique-id: [engine:junit-jupiter]/[class:dev.CrashIT]/[test-template:comesBack(java.lang.String)]
            display-name: JUnit Jupiter > CrashIT > comesBack(String) > [1] "KILL"
            ]]></system-out>
            </testcase>
            <testcase name="fails()" classname="dev.CrashIT" time="0.024">
            <failure message="scores &lt;left&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: scores <left> ==> expected: <1> but was: <2>
            	at dev.CrashIT.fails(CrashIT.java:6)
            ]]></failure>
            <system-out><![CDATA[
            display-name: JUnit Jupiter > CrashIT > fails()
            ]]></system-out>
            </testcase>
            <testcase name="breaks()" classname="dev.CrashIT" time="0.029">
            <error message="no" type="java.io.IOException"><![CDATA[java.io.IOException: no
            	at dev.CrashIT.breaks(CrashIT.java:7)
            ]]></error>
            </testcase>
            <testcase name="isSkipped()" classname="dev.CrashIT" time="0.007">
            <skipped><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: missing here: runc
            ]]></skipped>
            </testcase>
            </testsuite>
            """;

    @TempDir Path folder;

    @Test
    void tellsTheCrashOfAJvmFromAFailure() {
        String crash = "failure: exit 134\n#\n# " + VmCase.CRASH + ":\n#\n#  SIGSEGV (0xb)";
        VmCase crashed = new VmCase("dev.CrashIT#comesBack", "comesBack", Optional.of(crash));
        assertTrue(crashed.hasMetACrash());
        assertTrue(crashed.isAskedForBy("dev.CrashIT#comesBack(java.lang.String)"));
        assertFalse(crashed.isAskedForBy("dev.CrashIT#comesBackTwice()"));
        VmCase failed = new VmCase("dev.CrashIT#fails", "fails", Optional.of("failure: exit 1"));
        assertFalse(failed.hasMetACrash());
    }

    @Test
    void everyCaseHasItsMethodAndTheNameThatPeopleKnowItBy() throws IOException {
        List<VmCase> cases = read(REPORT);
        assertEquals(
                List.of(
                        "dev.CrashIT#comesBack",
                        "dev.CrashIT#fails",
                        "dev.CrashIT#breaks",
                        "dev.CrashIT#isSkipped"),
                cases.stream().map(VmCase::method).toList());
        assertEquals("CrashIT > comesBack(String) > [1] \"KILL\"", cases.get(0).name());
    }

    @Test
    void aCaseThatPassedPasses() throws IOException {
        assertDoesNotThrow(read(REPORT).get(0)::rethrow);
    }

    @Test
    void aFailureKeepsItsMessageAndItsStack() throws IOException {
        String message = failure(read(REPORT).get(1));
        assertTrue(message.startsWith("CrashIT > fails(): failure: "), message);
        assertTrue(message.contains("scores <left> ==> expected: <1> but was: <2>"), message);
        assertTrue(message.contains("at dev.CrashIT.fails(CrashIT.java:6)"), message);
    }

    @Test
    void anErrorAndASkippedCaseAreFailures() throws IOException {
        assertTrue(failure(read(REPORT).get(2)).contains("error: java.io.IOException: no"));
        assertTrue(failure(read(REPORT).get(3)).contains("missing here: runc"));
    }

    private static String failure(VmCase inside) {
        return assertThrows(AssertionError.class, inside::rethrow).getMessage();
    }

    private List<VmCase> read(String report) throws IOException {
        return VmCase.read(Files.writeString(folder.resolve("report.xml"), report));
    }
}
