package dev.ballast.launcher.proc;

import java.util.List;

/**
 * How long tasks have waited for memory so far, in microseconds (Documentation/accounting/psi.rst).
 * Only the difference of two readings says anything; the averages of the same lines lag behind.
 *
 * @param someMicros at least one task waited
 * @param fullMicros all of them did, so that nothing went on
 */
public record MemoryPressure(long someMicros, long fullMicros) {
    /**
     * Lines from a 6.18 kernel: {@code some avg10=0.00 avg60=0.09 avg300=0.14 total=1343980} and
     * {@code full avg10=0.00 avg60=0.01 avg300=0.05 total=758096}.
     */
    public static MemoryPressure parse(List<String> lines) {
        return new MemoryPressure(total(lines, "some "), total(lines, "full "));
    }

    private static long total(List<String> lines, String start) {
        String field = " total=";
        for (String line : lines) {
            int at = line.indexOf(field);
            if (line.startsWith(start) && at > 0) {
                return Long.parseLong(line.substring(at + field.length()).strip());
            }
        }
        throw new IllegalArgumentException("there is no line `" + start + "...total=`");
    }
}
