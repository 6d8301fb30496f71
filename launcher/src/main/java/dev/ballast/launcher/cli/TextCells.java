package dev.ballast.launcher.cli;

/**
 * How many cells of a terminal a text takes: never fewer than any terminal gives it, so that a line
 * that fits by this count is not wrapped. Terminals disagree about emoji and combining marks.
 */
final class TextCells {
    private TextCells() {}

    static int of(String text) {
        return text.codePoints().map(TextCells::of).sum();
    }

    /** After Unicode's EastAsianWidth.txt, with all that some terminal shows as an emoji. */
    private static int of(int point) {
        if (point < 0x1100) {
            return 1;
        }
        boolean isWide =
                point <= 0x115f
                        || point >= 0x2300 && point <= 0x23ff
                        || point == 0x25fd
                        || point == 0x25fe
                        || point >= 0x2600 && point <= 0x27bf
                        || point >= 0x2b00 && point <= 0x2bff
                        || point >= 0x2e80 && point <= 0xa4cf
                        || point >= 0xa960 && point <= 0xa97f
                        || point >= 0xac00 && point <= 0xd7ff
                        || point >= 0xf900 && point <= 0xfaff
                        || point >= 0xfe10 && point <= 0xfe6f
                        || point >= 0xff00 && point <= 0xff60
                        || point >= 0xffe0 && point <= 0xffe6
                        || point >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
        return isWide ? 2 : 1;
    }

    /** The longest beginning of the text that takes at most so many cells. */
    static String beginning(String text, int cells) {
        int taken = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            taken += of(point);
            if (taken > cells) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }
}
