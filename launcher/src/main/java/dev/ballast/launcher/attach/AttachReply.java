package dev.ballast.launcher.attach;

import dev.ballast.launcher.proc.UntrustedText;

/**
 * HotSpot's answer to one attach command: a number on the first line, then text.
 *
 * @param header 0 when the command was understood and allowed
 * @param body the text after the first line, without surrounding white space
 */
record AttachReply(int header, String body) {
    /**
     * {@code 0\nreturn code: 0\n} from 9 and later, {@code 0\n0\n} from 8.
     *
     * @throws IllegalArgumentException when it is none of HotSpot's; an empty one means that the
     *     JVM does not accept who asks
     */
    static AttachReply parse(String text) {
        int lineEnd = text.indexOf('\n');
        String first = lineEnd < 0 ? text : text.substring(0, lineEnd);
        try {
            return new AttachReply(
                    Integer.parseInt(first.strip()),
                    lineEnd < 0 ? "" : text.substring(lineEnd + 1).strip());
        } catch (NumberFormatException unexpected) {
            throw new IllegalArgumentException(
                    text.isEmpty()
                            ? "the JVM closed the connection without an answer: it does not accept this user"
                            : "not an answer of HotSpot's attach listener: "
                                    + UntrustedText.printable(first));
        }
    }

    /**
     * Whether an agent was loaded and its agentmain returned. The header alone does not say so: 21
     * and later answer header 0 also for "Dynamic agent loading is not enabled".
     */
    boolean isLoaded() {
        return header == 0 && (body.equals("0") || body.equals("return code: 0"));
    }

    /** What a refused load means, from HotSpot's InvocationAdapter.c and attachListener.cpp. */
    String loadError() {
        if (header == 101) {
            return "the JVM speaks another attach protocol (101)";
        }
        String code = body.startsWith("return code: ") ? body.substring(13) : body;
        return switch (code) {
            case "100" -> "the JVM cannot read the agent's jar (100)";
            case "101" ->
                    "the JVM's system class loader takes no agents (101): see -Djava.system.class.loader";
            case "102" -> "the agent could not start; the JVM's own stderr says why (102)";
            case "-4" -> "the JVM had no memory for loading the agent (-4)";
            default -> UntrustedText.printable(body.isEmpty() ? "header " + header : body);
        };
    }
}
