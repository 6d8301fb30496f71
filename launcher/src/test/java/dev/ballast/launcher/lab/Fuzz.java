package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A parser of text from outside, and what is fed to it: the seeds in {@code
 * src/test/resources/fuzz/<name>} and thousands of variations of them, the same in every run.
 * {@code lab/fuzz} looks for further ones, guided by coverage.
 *
 * @param refusals what it throws, by its documentation, at text that it does not take
 */
public record Fuzz(String name, Parser parser, Set<Class<? extends Exception>> refusals) {
    /** Variations of all seeds together. */
    private static final int VARIATIONS = 4000;

    private static final int LONGEST = 64 << 10;
    private static final long RANDOM_SEED = 20_261_125;

    /** What parsers tend to stumble over, and what a terminal obeys. */
    private static final List<String> WORDS =
            List.of(
                    "",
                    " ",
                    "  ",
                    "\n",
                    "\r",
                    "\t",
                    "\0",
                    "\033[2J",
                    "\007",
                    "\u202e",
                    "\u0663",
                    "\ud83d",
                    "\ufffd",
                    ":",
                    "::",
                    "(",
                    ")",
                    ") ",
                    "/",
                    "/../",
                    "-",
                    "-1",
                    "+1",
                    "0",
                    "00",
                    "0x1",
                    "1e9",
                    "NaN",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "99999999999999999999999999",
                    "-9223372036854775808",
                    "18446744073709551615",
                    "max",
                    " - ",
                    ",",
                    ";",
                    "=",
                    "%",
                    ".",
                    " kB");

    private static final Pattern CONTROL = Pattern.compile("[\\p{C}&&[^\\n]]");

    /** Reads a text, or throws. */
    public interface Parser {
        /** The record, or what of it is printed. */
        Object parse(String text) throws IOException;
    }

    /** One that throws what this project's parsers of lines throw. */
    public static Fuzz of(String name, Parser parser) {
        return new Fuzz(name, parser, Set.of(IOException.class, IllegalArgumentException.class));
    }

    /** One whose caller takes an index for a refusal as well. */
    public static Fuzz ofFields(String name, Parser parser) {
        return new Fuzz(
                name,
                parser,
                Set.of(
                        IOException.class,
                        IllegalArgumentException.class,
                        IndexOutOfBoundsException.class));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Feeds it every seed and every variation. */
    public void feed() throws IOException {
        List<String> seeds = seeds();
        seeds.forEach(this::check);
        SplittableRandom random = new SplittableRandom(RANDOM_SEED);
        for (int i = 0; i < VARIATIONS; i++) {
            check(variation(seeds, random));
        }
    }

    private List<String> seeds() throws IOException {
        Path folder = Lab.resources().resolve("fuzz").resolve(name);
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        if (seeds.isEmpty()) {
            throw new AssertionError("no seeds in " + folder);
        }
        return seeds;
    }

    private static String variation(List<String> seeds, SplittableRandom random) {
        StringBuilder text = new StringBuilder(any(seeds, random));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int from = random.nextInt(text.length() + 1);
            int to = from + random.nextInt(Math.min(40, text.length() - from) + 1);
            String piece = text.substring(from, to);
            switch (random.nextInt(6)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, any(WORDS, random));
                case 2 -> text.replace(from, to, any(WORDS, random));
                case 3 -> text.insert(to, piece.repeat(times(piece, random)));
                case 4 -> text.insert(from, any(seeds, random));
                default -> text.setLength(from);
            }
        }
        text.setLength(Math.min(text.length(), LONGEST));
        return text.toString();
    }

    /** Mostly once or twice, seldom as often as fits. */
    private static int times(String piece, SplittableRandom random) {
        int most = random.nextInt(50) == 0 ? LONGEST / Math.max(1, piece.length()) : 2;
        return 1 + random.nextInt(most);
    }

    private static String any(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** Fails when it neither reads this nor refuses it as documented. */
    public void check(String text) {
        try {
            Object read = parser.parse(text);
            if (read instanceof Printed printed && CONTROL.matcher(printed.text()).find()) {
                throw new AssertionError(name + " prints control characters of " + shown(text));
            }
        } catch (Exception refusal) {
            // HotSpot's compiled code throws indexes without a message.
            boolean isSilent =
                    refusal.getMessage() == null && !(refusal instanceof IndexOutOfBoundsException);
            if (isSilent || refusals.stream().noneMatch(type -> type.isInstance(refusal))) {
                throw new AssertionError(name + " does not refuse " + shown(text), refusal);
            }
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            throw new AssertionError(name + " is exhausted by " + shown(text), exhausted);
        }
    }

    /** What a user gets to see. */
    public record Printed(String text) {}

    private static String shown(String text) {
        String shown = text.length() > 300 ? text.substring(0, 300) + "..." : text;
        StringBuilder escaped = new StringBuilder();
        shown.chars()
                .forEach(
                        c ->
                                escaped.append(
                                        c < ' ' || c > '~'
                                                ? String.format("\\u%04x", c)
                                                : (char) c + ""));
        return "`" + escaped + "`";
    }

    /**
     * For Jazzer.
     *
     * @param input a text, as UTF-8, for the parser that the property {@code ballast.fuzz} names:
     *     {@code dev.ballast.launcher.proc.FuzzedLinesTest#status}
     */
    public static void fuzzerTestOneInput(byte[] input) throws ReflectiveOperationException {
        Chosen.FUZZ.check(new String(input, StandardCharsets.UTF_8));
    }

    /** Found once. */
    private static final class Chosen {
        static final Fuzz FUZZ = find(System.getProperty("ballast.fuzz"));

        private static Fuzz find(String parser) {
            try {
                String[] classAndName = parser.split("#");
                var parsers = Class.forName(classAndName[0]).getDeclaredMethod("parsers");
                parsers.setAccessible(true);
                for (Object found : ((Stream<?>) parsers.invoke(null)).toList()) {
                    if (((Fuzz) found).name().equals(classAndName[1])) {
                        return (Fuzz) found;
                    }
                }
                throw new IllegalArgumentException("there is no parser " + parser);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalArgumentException("there is no parser " + parser, failure);
            }
        }
    }
}
