package dev.ballast.launcher.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.UntrustedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to {@code load}, from HotSpot's sources for 8, and from a 17 and a 25. */
class AttachReplyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"0\n0\n", "0\nreturn code: 0\n", "0\nreturn code: 0", "0\r\nreturn code: 0"})
    void knowsThatAnAgentWasLoaded(String reply) {
        assertTrue(AttachReply.parse(reply).isLoaded());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0~100~ | the JVM cannot read the agent's jar (100)",
                "0~return code: 100~ | the JVM cannot read the agent's jar (100)",
                "0~101~ | the JVM's system class loader takes no agents (101): see"
                        + " -Djava.system.class.loader",
                "0~return code: 101~ | the JVM's system class loader takes no agents (101): see"
                        + " -Djava.system.class.loader",
                "0~102~ | the agent could not start; the JVM's own stderr says why (102)",
                "0~return code: 102~ | the agent could not start; the JVM's own stderr says why"
                        + " (102)",
                "0~return code: -4~ | the JVM had no memory for loading the agent (-4)",
                "0~return code: 77~ | return code: 77",
                "101~ | the JVM speaks another attach protocol (101)",
                "101~unknown version | the JVM speaks another attach protocol (101)",
                "-1~ | header -1",
                "-1~instrument was not loaded.~libinstrument.so: cannot open |"
                        + " instrument was not loaded. libinstrument.so: cannot open",
                "0~instrument was not loaded.~libinstrument.so: cannot open |"
                        + " instrument was not loaded. libinstrument.so: cannot open",
                "-1~Dynamic agent loading is not enabled. Use -XX:+EnableDynamicAgentLoading to"
                        + " launch target VM. | Dynamic agent loading is not enabled. Use"
                        + " -XX:+EnableDynamicAgentLoading to launch target VM.",
                "0~Dynamic agent loading is not enabled. Use -XX:+EnableDynamicAgentLoading to"
                        + " launch target VM. | Dynamic agent loading is not enabled. Use"
                        + " -XX:+EnableDynamicAgentLoading to launch target VM.",
            })
    void tellsWhyAnAgentWasNotLoaded(String reply, String reason) {
        AttachReply parsed = AttachReply.parse(reply.replace('~', '\n'));
        assertFalse(parsed.isLoaded());
        assertEquals(reason, parsed.loadError());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0\n", "-1\n0\n", "100\nreturn code: 0", "0\n0\n0", "0\n00"})
    void takesNothingElseForSuccess(String reply) {
        assertFalse(AttachReply.parse(reply).isLoaded());
    }

    @Test
    void takesAnEmptyAnswerForARefusedUser() {
        var refused = assertThrows(IllegalArgumentException.class, () -> AttachReply.parse(""));
        assertTrue(refused.getMessage().contains("does not accept this user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\n0\n",
                "hello",
                "HTTP/1.1 200 OK\r\n",
                "0 0",
                "1e1",
                "99999999999\n"
            })
    void refusesWhatHotSpotDoesNotSay(String reply) {
        var refused = assertThrows(IllegalArgumentException.class, () -> AttachReply.parse(reply));
        assertTrue(refused.getMessage().startsWith("not an answer of HotSpot's attach listener"));
    }

    /** ESC, BEL, the one-byte CSI of 8-bit terminals, and marks that turn the text around. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[2J", "\u0007", "\u009b2J", "\u202e", "\u2028", "\0", "\r", "\u007f"})
    void printsNoControlCharacters(String hostile) {
        String text = "a" + hostile + "b";
        String error = AttachReply.parse("-1\n" + text).loadError();
        assertTrue(
                error.matches("a [\\[2J]*b"), () -> error + " " + error.chars().boxed().toList());
        var refused = assertThrows(IllegalArgumentException.class, () -> AttachReply.parse(text));
        assertEquals(0, refused.getMessage().chars().filter(c -> c == hostile.charAt(0)).count());
    }

    @Test
    void printsTextOfOtherLanguages() {
        assertEquals("Zugriff für Größe 日本 😀", UntrustedText.printable("Zugriff für Größe 日本 😀"));
    }

    @Test
    void printsNoEndlessText() {
        String huge = "x".repeat(10_000_000);
        assertEquals(303, AttachReply.parse("-1\n" + huge).loadError().length());
        var refused = assertThrows(IllegalArgumentException.class, () -> AttachReply.parse(huge));
        assertTrue(refused.getMessage().length() < 400);
    }
}
