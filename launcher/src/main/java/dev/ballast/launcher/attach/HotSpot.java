package dev.ballast.launcher.attach;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.agent.VirtualMachine;

/**
 * HotSpot's attach commands, with answers that are read to their end: success is what they say it
 * is.
 */
final class HotSpot extends VirtualMachine.ForHotSpot {
    private static final String PROTOCOL = "1";

    /** No answer to {@code load} is longer; a hostile one may be endless. */
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;

    /**
     * Of VM.info's answer, before its counts are only the JVM's options and the application's
     * arguments. All of it has 300 KB with a heap of 4 GiB, mostly a line for each region.
     */
    private static final int INFO_KEPT_BYTES = 1 << 20;

    private static final int INFO_LIMIT_BYTES = 64 << 20;

    private final Connection connection;

    HotSpot(Connection connection) {
        super(connection);
        this.connection = connection;
    }

    /** Loads an agent by a path that the target understands. The path must not contain "=". */
    @Override
    protected void load(String jar, boolean isNative, String argument) throws IOException {
        String options = argument == null ? jar : jar + "=" + argument;
        AttachReply reply =
                ask(
                        ANSWER_LIMIT_BYTES,
                        ANSWER_LIMIT_BYTES,
                        "load",
                        "instrument",
                        Boolean.toString(isNative),
                        options);
        if (!reply.isLoaded()) {
            throw new IOException("the JVM did not load the agent: " + reply.loadError());
        }
    }

    /** The beginning of what {@code jcmd <pid> VM.info} shows. 8 has no such command. */
    AttachReply vmInfo() throws IOException {
        return ask(INFO_KEPT_BYTES, INFO_LIMIT_BYTES, "jcmd", "VM.info");
    }

    /**
     * Reads an answer to its end.
     *
     * @param keptBytes how much of it is wanted
     * @param limitBytes a longer one is an error
     */
    private AttachReply ask(int keptBytes, int limitBytes, String... command) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Connection.Response response = connection.execute(PROTOCOL, command)) {
            byte[] buffer = new byte[4096];
            long length = 0;
            int count;
            while ((count = response.read(buffer)) >= 0) {
                answer.write(buffer, 0, Math.min(count, keptBytes - answer.size()));
                length += count;
                if (length > limitBytes) {
                    throw new IOException("the attach listener's answer does not end");
                }
            }
        }
        try {
            return AttachReply.parse(answer.toString(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unexpected) {
            throw new IOException(unexpected.getMessage(), unexpected);
        }
    }
}
