package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmFlagsTest {
    private static final String FLAG = "DisableAttachMechanism";

    /** The words of a command line without spaces in its words. */
    private static boolean isOn(String commandLine, Map<String, String> environment) {
        return JvmFlags.of(List.of(commandLine.split(" ")), environment).isOn(FLAG, false);
    }

    private static boolean isOn(String commandLine) {
        return isOn(commandLine, Map.of());
    }

    @Test
    void isAsByDefaultWhereNobodySaysSo() {
        JvmFlags flags = JvmFlags.of(List.of("java", "-Xmx1g", "Main"), Map.of());
        assertTrue(flags.isOn("EnableDynamicAgentLoading", true));
        assertFalse(flags.isOn(FLAG, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java -XX:+DisableAttachMechanism Main",
                "java -Xmx1g -XX:+DisableAttachMechanism -jar app.jar",
                "java -cp a.jar:b.jar -XX:+DisableAttachMechanism Main",
                "java -classpath a.jar -XX:+DisableAttachMechanism Main",
                "java --class-path a.jar -XX:+DisableAttachMechanism Main",
                "java -p mods -XX:+DisableAttachMechanism -m app/Main",
                "java --add-modules ALL-SYSTEM -XX:+DisableAttachMechanism Main",
                "java --add-opens java.base/java.lang=ALL-UNNAMED -XX:+DisableAttachMechanism Main",
                "java --add-exports java.base/sun=ALL-UNNAMED -XX:+DisableAttachMechanism Main",
                "java --add-reads a=b -XX:+DisableAttachMechanism Main",
                "java --patch-module a=b.jar -XX:+DisableAttachMechanism Main",
                "java --limit-modules java.base -XX:+DisableAttachMechanism Main",
                "java --upgrade-module-path mods -XX:+DisableAttachMechanism Main",
                "java --enable-native-access ALL-UNNAMED -XX:+DisableAttachMechanism Main",
                "java --add-opens=java.base/java.lang=ALL-UNNAMED -XX:+DisableAttachMechanism Main",
                "java @options -XX:+DisableAttachMechanism Main",
                "java -XX:-DisableAttachMechanism -XX:+DisableAttachMechanism Main",
                "java -XX:+DisableAttachMechanism",
            })
    void seesAnOptionBeforeTheMainClass(String commandLine) {
        assertTrue(isOn(commandLine));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java Main -XX:+DisableAttachMechanism",
                "java -jar app.jar -XX:+DisableAttachMechanism",
                "java -cp a.jar Main -XX:+DisableAttachMechanism",
                "java -m app/Main -XX:+DisableAttachMechanism",
                "java -cp -XX:+DisableAttachMechanismX Main",
                "java -XX:+DisableAttachMechanism -XX:-DisableAttachMechanism Main",
                "java -XX:+DisableAttachMechanismX Main",
                "java -XX:+disableattachmechanism Main",
                "java -D-XX:+DisableAttachMechanism Main",
                "-XX:+DisableAttachMechanism Main",
                "java",
            })
    void takesNothingElseForAnOption(String commandLine) {
        assertFalse(isOn(commandLine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void seesTheVariables(String name) {
        assertTrue(isOn("java Main", Map.of(name, "-Xmx1g\t-XX:+DisableAttachMechanism -ea")));
        assertFalse(isOn("java Main", Map.of(name + "X", "-XX:+DisableAttachMechanism")));
    }

    /** As a 17 does, by -XX:+PrintFlagsFinal. */
    @Test
    void letsTheCommandLineWinOverTheVariablesBeforeIt() {
        String off = "java -XX:-DisableAttachMechanism Main";
        assertFalse(isOn(off, Map.of("JAVA_TOOL_OPTIONS", "-XX:+DisableAttachMechanism")));
        assertFalse(isOn(off, Map.of("JDK_JAVA_OPTIONS", "-XX:+DisableAttachMechanism")));
    }

    /** As a 17 does, by -XX:+PrintFlagsFinal. */
    @Test
    void letsTheLastVariableWinOverTheCommandLine() {
        Map<String, String> on = Map.of("_JAVA_OPTIONS", "-XX:+DisableAttachMechanism");
        assertTrue(isOn("java -XX:-DisableAttachMechanism Main", on));
        Map<String, String> off = Map.of("_JAVA_OPTIONS", "-XX:-DisableAttachMechanism");
        assertFalse(isOn("java -XX:+DisableAttachMechanism Main", off));
    }

    /** As a 17 does, by -XX:+PrintFlagsFinal. */
    @Test
    void letsTheLaunchersVariableWinOverTheToolsOne() {
        assertTrue(
                isOn(
                        "java Main",
                        Map.of(
                                "JAVA_TOOL_OPTIONS",
                                "-XX:-DisableAttachMechanism",
                                "JDK_JAVA_OPTIONS",
                                "-XX:+DisableAttachMechanism")));
    }

    @ParameterizedTest
    @CsvSource({
        "-Djava.security.manager,true",
        "-Djava.security.manager=,true",
        "-Djava.security.manager=com.example.Manager,true",
        "-Djava.security.manager=allow,false",
        "-Djava.security.manager=disallow,false",
        "-Djava.security.managers,false"
    })
    void seesASecurityManager(String word, boolean isOne) {
        JvmFlags flags = JvmFlags.of(List.of("java", word, "Main"), Map.of());
        assertEquals(isOne, flags.hasSecurityManager());
    }

    /** A zombie has no command line. */
    @Test
    void isEmptyForAnEmptyCommandLine() {
        assertEquals(false, JvmFlags.of(List.of(), Map.of()).isOn(FLAG, false));
        assertEquals(false, JvmFlags.of(List.of(""), Map.of()).isOn(FLAG, false));
    }
}
