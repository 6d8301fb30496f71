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

    /** No answer that is wanted here is longer; a hostile one may be endless. */
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;

    private final Connection connection;

    HotSpot(Connection connection) {
        super(connection);
        this.connection = connection;
    }

    /** Loads an agent by a path that the target understands. The path must not contain "=". */
    @Override
    protected void load(String jar, boolean isNative, String argument) throws IOException {
        String options = argument == null ? jar : jar + "=" + argument;
        AttachReply reply = ask("load", "instrument", Boolean.toString(isNative), options);
        if (!reply.isLoaded()) {
            throw new IOException("the JVM did not load the agent: " + reply.loadError());
        }
    }

    private AttachReply ask(String... command) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Connection.Response response = connection.execute(PROTOCOL, command)) {
            byte[] buffer = new byte[4096];
            int count;
            while ((count = response.read(buffer)) >= 0) {
                answer.write(buffer, 0, count);
                if (answer.size() > ANSWER_LIMIT_BYTES) {
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
