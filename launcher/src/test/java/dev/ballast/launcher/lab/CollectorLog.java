package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM itself has logged of its collections and safepoints. */
public final class CollectorLog {
    /** {@code , 0.0013740 secs]} of 8, {@code Pause Young (Normal) ... 25M->1M(96M) 1.147ms}. */
    private static final Pattern PAUSE_OF_8 =
            Pattern.compile("\\[(?:Full )?GC (?!concurrent|log)[^{}]*?, ([0-9.]+) secs\\]");

    private static final Pattern PAUSE = Pattern.compile("Pause [A-Z].* ([0-9.]+)ms\n");

    private static final Pattern STOPPED =
            Pattern.compile("threads were stopped: ([0-9.]+) seconds");

    /** From 13 on; with the time until the last thread had stopped. */
    private static final Pattern SAFEPOINT = Pattern.compile("At safepoint: .*Total: (\\d+) ns");

    /** {@code Heap after GC invocations=3 (full 1):}, then spaces, which are followed by this. */
    private static final Pattern HEAP_AFTER =
            Pattern.compile(
                    "Heap [aA]fter GC invocations=(\\d+) (.*?)(?=Metaspace|Pause |Safepoint)",
                    Pattern.DOTALL);

    private static final Pattern USED = Pattern.compile("total [^\n]*used (\\d+)K");

    private final String jdk;
    private final String text;

    private CollectorLog(String jdk, String text) {
        this.jdk = jdk;
        this.text = text;
    }

    /** 8 keeps the end of a file back until it exits, so it logs to its output. */
    public static List<String> options(String jdk) {
        return jdk.equals("8")
                ? List.of("-verbose:gc", "-XX:+PrintHeapAtGC", "-XX:+PrintGCApplicationStoppedTime")
                : List.of("-Xlog:gc*,gc+heap=debug,safepoint:file=/tmp/gc.log:uptime");
    }

    public static CollectorLog of(String jdk, Collecting app) throws IOException {
        return new CollectorLog(
                jdk,
                jdk.equals("8")
                        ? app.container().log()
                        : Files.readString(app.container().tmpFolder().resolve("gc.log")));
    }

    /** Of collections. */
    public long pauses() {
        return numbers(pause()).size();
    }

    public long pauseNanos() {
        return nanos(pause(), jdk.equals("8") ? 1e9 : 1e6);
    }

    private Pattern pause() {
        return jdk.equals("8") ? PAUSE_OF_8 : PAUSE;
    }

    public long safepoints() {
        return numbers(safepoint()).size();
    }

    public long safepointNanos() {
        return nanos(safepoint(), safepoint() == STOPPED ? 1e9 : 1);
    }

    private Pattern safepoint() {
        return Integer.parseInt(jdk) < 13 ? STOPPED : SAFEPOINT;
    }

    private List<String> numbers(Pattern pattern) {
        List<String> numbers = new ArrayList<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            numbers.add(found.group(1));
        }
        return numbers;
    }

    private long nanos(Pattern pattern, double unit) {
        return Math.round(unit * numbers(pattern).stream().mapToDouble(Double::parseDouble).sum());
    }

    /** Of the heap, when that many collections were over; -1 when it is not in the log. */
    public long kibibytesAfter(long collections) {
        Matcher after = HEAP_AFTER.matcher(text);
        while (after.find()) {
            if (Long.parseLong(after.group(1)) == collections) {
                long sum = 0;
                Matcher used = USED.matcher(after.group(2));
                while (used.find()) {
                    sum += Long.parseLong(used.group(1));
                }
                return sum;
            }
        }
        return -1;
    }
}
