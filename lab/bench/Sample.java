import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a memory cgroup has in use, looked at by a third party every 2 ms: {@code Sample FOLDER
 * LEVEL_BYTES GROW_SECONDS HOLD_SECONDS}. Prints the seconds until the level is first reached (within 1 %
 * of the limit), and from then on, or from the end of the time to grow, the mean and the worst distance
 * from it in percent of the limit.
 */
public class Sample {
    private final Path folder;
    private final boolean isV2;

    private Sample(Path folder) {
        this.folder = folder;
        this.isV2 = Files.exists(folder.resolve("memory.max"));
    }

    public static void main(String[] arguments) throws Exception {
        Sample sample = new Sample(Path.of(arguments[0]));
        long level = Long.parseLong(arguments[1]);
        double grow = Double.parseDouble(arguments[2]);
        double hold = Double.parseDouble(arguments[3]);
        long limit = sample.limit();
        long start = System.nanoTime();
        double reached = Double.NaN;
        while (seconds(start) < grow && Double.isNaN(reached)) {
            if (Math.abs(sample.use() - level) <= limit / 100) {
                reached = seconds(start);
            }
            Thread.sleep(2);
        }
        long from = System.nanoTime();
        double sum = 0;
        double worst = 0;
        int count = 0;
        while (seconds(from) < hold) {
            double error = 100.0 * Math.abs(sample.use() - level) / limit;
            sum += error;
            worst = Math.max(worst, error);
            count++;
            Thread.sleep(2);
        }
        String when = Double.isNaN(reached) ? "never" : String.format("%.2f s", reached);
        System.out.printf("%s %.2f %.2f%n", when.replace(' ', '_'), sum / count, worst);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private long limit() throws IOException {
        return number(isV2 ? "memory.max" : "memory.limit_in_bytes");
    }

    private long use() throws IOException {
        long use = number(isV2 ? "memory.current" : "memory.usage_in_bytes");
        String start = isV2 ? "" : "total_";
        for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
            if (line.startsWith(start + "inactive_file ")
                    || line.startsWith(start + "active_file ")
                    || isV2 && line.startsWith("slab_reclaimable ")) {
                use -= Long.parseLong(line.substring(line.indexOf(' ') + 1));
            }
        }
        return use;
    }

    private long number(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }
}
