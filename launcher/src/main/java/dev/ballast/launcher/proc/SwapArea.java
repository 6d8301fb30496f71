package dev.ballast.launcher.proc;

import dev.ballast.launcher.quantity.ByteSize;

/** One line of {@code /proc/swaps}. */
public record SwapArea(ByteSize size, ByteSize used) {
    /**
     * Line from a 6.1 kernel, in kibibytes: {@code /dev/vda2 partition 998396 1024 -2}. The name
     * comes first, and the kernel writes a space in it as {@code \040}.
     */
    static SwapArea parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 4) {
            throw new IllegalArgumentException("not a line of /proc/swaps: " + line);
        }
        return new SwapArea(kibibytes(words[2]), kibibytes(words[3]));
    }

    private static ByteSize kibibytes(String text) {
        return new ByteSize(Long.parseLong(text) * 1024);
    }
}
