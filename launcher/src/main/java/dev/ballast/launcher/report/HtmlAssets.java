package dev.ballast.launcher.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The parts of the page that are the same for every run, from the jar. */
final class HtmlAssets {
    private HtmlAssets() {}

    static String read(String name) throws IOException {
        try (InputStream file = HtmlAssets.class.getResourceAsStream("html/" + name)) {
            if (file == null) {
                throw new FileNotFoundException(
                        "read `html/"
                                + name
                                + "` of the report: it is not in this launcher.jar;"
                                + " build the jar again");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String style() throws IOException {
        return read("uplot/uPlot.min.css") + "\n" + read("report.css");
    }

    /** uPlot with its licence, then the page's own. */
    static String script() throws IOException {
        return "/*\n"
                + read("uplot/LICENSE")
                + "\n*/\n"
                + read("uplot/uPlot.iife.min.js")
                + "\n"
                + read("plots.js")
                + read("report.js");
    }

    /** Nothing from anywhere, and of what is in the page only this style and this script. */
    static String policy() throws IOException {
        return "default-src 'none'; style-src '"
                + hash(style())
                + "'; script-src '"
                + hash(script())
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    /** As a browser computes it of an element's text. */
    private static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException("SHA-256 is in every Java", everyJavaHasIt);
        }
    }
}
