package dev.ballast.launcher.load;

import java.io.IOException;

/** Where one load is done. */
public interface LoadSource {
    /**
     * What it shall be from now on, in the unit of its kind.
     *
     * @throws IOException when it can no longer be done
     */
    void want(long amount) throws IOException;

    /**
     * What has become of it.
     *
     * @throws IOException when it can no longer be done, or nobody can tell
     */
    LoadReading look() throws IOException;
}
