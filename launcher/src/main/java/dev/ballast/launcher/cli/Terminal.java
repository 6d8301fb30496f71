package dev.ballast.launcher.cli;

import dev.ballast.launcher.linux.WindowSize;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What stderr can show.
 *
 * @param isDrawable whether it is a terminal on which the cursor can be moved
 * @param isColoured whether colours are wanted there
 * @param isUnicode whether more than ASCII can be shown
 * @param window its size, read anew each time
 */
record Terminal(
        boolean isDrawable, boolean isColoured, boolean isUnicode, Supplier<WindowSize> window) {
    private static final int STDERR = 2;

    /** Of a terminal that does not know its own. */
    private static final WindowSize USUAL = new WindowSize(80, 24);

    static Terminal ofStderr() {
        return of(System.getenv(), () -> WindowSize.of(STDERR), writerEncoding());
    }

    /**
     * @param window none when it is no terminal
     * @param encoding in which text will be written
     */
    static Terminal of(
            Map<String, String> environment,
            Supplier<Optional<WindowSize>> window,
            Charset encoding) {
        String type = environment.getOrDefault("TERM", "");
        boolean isDrawable = !type.isEmpty() && !type.equals("dumb") && window.get().isPresent();
        return new Terminal(
                isDrawable,
                isDrawable && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                isUnicode(environment) && encoding.newEncoder().canEncode('\u2588'),
                () -> window.get().filter(Terminal::isKnown).orElse(USUAL));
    }

    private static boolean isKnown(WindowSize size) {
        return size.columns() > 0 && size.rows() > 0;
    }

    /** The first of them that is set decides, as in setlocale(3). */
    private static boolean isUnicode(Map<String, String> environment) {
        String locale =
                Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
    }

    /**
     * A locale that is named but not installed makes the JVM write ASCII, with question marks for
     * the rest. JDK 17 and 18 have the first of these names, 19 and later the second.
     */
    private static Charset writerEncoding() {
        return Stream.of("sun.stderr.encoding", "stderr.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElse(Charset.defaultCharset());
    }
}
