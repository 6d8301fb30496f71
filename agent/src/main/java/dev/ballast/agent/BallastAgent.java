package dev.ballast.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The entry that the target JVM's attach thread calls, and the only class of ballast that outlives
 * a run in the target.
 *
 * <p>Frozen: a JVM that has loaded one version of this class runs that version for every later
 * agent jar as well (measured on 17 and 25), so it only loads the payload from the jar it is
 * pointed at and hands over. It has no lambdas, no logging, and never throws: an exception here
 * would print into the target's stderr. What went wrong is told through the control page, by the
 * payload.
 */
public final class BallastAgent {
    /** First and only class of the payload that is looked up by name. */
    private static final String PAYLOAD = "dev.ballast.agent.hold.Payload";

    /**
     * The holder that was started last; weak, so that a finished one and its loader can be
     * collected.
     */
    private static WeakReference<Thread> lastHolder = new WeakReference<Thread>(null);

    private BallastAgent() {}

    /**
     * @param folder absolute path, as the target sees it, of the private folder that holds {@code
     *     agent.jar} and {@code page}
     */
    public static synchronized void agentmain(String folder, Instrumentation instrumentation) {
        try {
            URL jar = new File(folder, "agent.jar").toURI().toURL();
            // The parent is the platform loader (null on 8): classes of an older agent jar, which
            // stay on
            // the system class path for ever, must not be found instead of this jar's.
            ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
            URLClassLoader loader = new URLClassLoader(new URL[] {jar}, platform);
            Thread holder =
                    (Thread)
                            loader.loadClass(PAYLOAD)
                                    .getMethod(
                                            "start",
                                            String.class,
                                            Instrumentation.class,
                                            Thread.class)
                                    .invoke(null, folder, instrumentation, lastHolder.get());
            lastHolder = new WeakReference<Thread>(holder);
        } catch (Throwable unreported) {
            // The page stays in its first state, which the launcher reports after its deadline.
            return;
        }
    }
}
