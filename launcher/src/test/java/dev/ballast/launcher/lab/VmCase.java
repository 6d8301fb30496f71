package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What JUnit has reported of one case.
 *
 * @param method with its class: {@code dev.ballast.launcher.GuardIT#aKernelThreadIsRefused}
 * @param name for people, with the arguments
 * @param failure message and stack, or why it was skipped; none when it has passed
 */
public record VmCase(String method, String name, Optional<String> failure) {
    /** Line {@code display-name: JUnit Jupiter > ContainerIT > theGuardEndsWithItsContainer()}. */
    private static final Pattern DISPLAY_NAME =
            Pattern.compile("^display-name: JUnit Jupiter > (.*)$", Pattern.MULTILINE);

    /** How HotSpot begins to report a signal that it did not expect. */
    static final String CRASH = "A fatal error has been detected by the Java Runtime Environment";

    boolean hasFailed() {
        return failure.isPresent();
    }

    /** Whether it is the one that {@code selector}, as lab/vm/suite takes it, asks for. */
    boolean isAskedForBy(String selector) {
        return selector.startsWith(method + "(");
    }

    /** Whether it failed because a JVM crashed. */
    boolean hasMetACrash() {
        return failure.filter(text -> text.contains(CRASH)).isPresent();
    }

    /** Fails as the case has failed inside. */
    public void rethrow() {
        if (failure.isPresent()) {
            AssertionError failed = new AssertionError(name + ": " + failure.get());
            failed.setStackTrace(new StackTraceElement[0]); // the one that counts is in the text
            throw failed;
        }
    }

    /** Every case of a report in the format that JUnit 4's Ant task has made common. */
    static List<VmCase> read(Path report) throws IOException {
        try {
            NodeList elements =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(report.toFile())
                            .getElementsByTagName("testcase");
            List<VmCase> cases = new ArrayList<>();
            for (int i = 0; i < elements.getLength(); i++) {
                cases.add(of((Element) elements.item(i)));
            }
            return cases;
        } catch (ParserConfigurationException | SAXException failure) {
            throw new IOException("read `" + report + "`: " + failure.getMessage(), failure);
        }
    }

    private static VmCase of(Element testcase) {
        String signature = testcase.getAttribute("name");
        Matcher displayName = DISPLAY_NAME.matcher(testcase.getTextContent());
        return new VmCase(
                testcase.getAttribute("classname") + "#" + signature.replaceAll("\\(.*", ""),
                displayName.find() ? displayName.group(1) : signature,
                failure(testcase));
    }

    private static Optional<String> failure(Element testcase) {
        for (String kind : List.of("failure", "error", "skipped")) {
            NodeList found = testcase.getElementsByTagName(kind);
            if (found.getLength() > 0) {
                return Optional.of(kind + ": " + found.item(0).getTextContent().strip());
            }
        }
        return Optional.empty();
    }
}
