package dev.ballast.launcher.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A terminal that somebody looks at: a window of a tmux server of its own. */
public final class Tmux implements AutoCloseable {
    private final String name;

    private Tmux(String name) {
        this.name = name;
    }

    /** Runs the command in a window of that size, and then keeps the window. */
    public static Tmux start(
            String name, int columns, int rows, Map<String, String> environment, String... command)
            throws IOException {
        Lab.needsProgram("tmux");
        Tmux tmux = new Tmux("ballast-" + name + "-" + ProcessHandle.current().pid());
        List<String> words = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
        words.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
        words.addAll(List.of("sh", "-c", "\"$@\"; exec cat > /dev/null", "sh", "env"));
        environment.forEach((key, value) -> words.add(key + "=" + value));
        words.addAll(List.of(command));
        tmux.run(words.toArray(String[]::new));
        return tmux;
    }

    private String run(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", name));
        command.addAll(List.of(words));
        return Lab.run(command.toArray(String[]::new));
    }

    /** What is on the screen, without the empty rows at its end. */
    public String screen() throws IOException {
        return run("capture-pane", "-p").stripTrailing() + "\n";
    }

    /** The same with what has been scrolled off it. */
    public String history() throws IOException {
        return run("capture-pane", "-p", "-S", "-").stripTrailing() + "\n";
    }

    /** The same with colours, as escape sequences. */
    public String colouredScreen() throws IOException {
        return run("capture-pane", "-p", "-e").stripTrailing() + "\n";
    }

    /** Waits until this is on the screen. */
    public String await(String text) throws Exception {
        try {
            Lab.await("`" + text + "` on the screen", () -> screen().contains(text));
        } catch (AssertionError never) {
            throw new AssertionError(never.getMessage() + ":\n" + screen(), never);
        }
        return screen();
    }

    public void resize(int columns, int rows) throws IOException {
        run("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** As typed: {@code C-c}. */
    public void type(String key) throws IOException {
        run("send-keys", key);
    }

    @Override
    public void close() throws IOException {
        run("kill-server");
    }
}
