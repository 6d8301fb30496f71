package dev.ballast.launcher.target;

import java.io.IOException;

/**
 * One condition that a target has to meet before it is attached to.
 *
 * @param condition its name, in a word or two
 */
public record Check(String condition, Look look) {
    /** Looks whether it is met; touches nothing. */
    public interface Look {
        /**
         * @return how it is met, for people
         * @throws Refusal when it is not, saying what to do
         * @throws IOException when that cannot be told
         */
        String run() throws IOException;
    }
}
