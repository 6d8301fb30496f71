package dev.ballast.launcher.planfile;

import dev.ballast.launcher.proc.UntrustedText;

/** Something that is wrong with the file, and where. */
record Mistake(Mark mark, String words) {
    Mistake {
        words = UntrustedText.printable(words);
    }
}
