package dev.ballast.agent.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * Ordered access to a page that two processes have mapped.
 *
 * <p>All numbers are 64 bit, in native byte order, at offsets that are a multiple of 8, so one
 * access is one machine instruction. It is reached through a {@link ByteBuffer} only: when the file
 * under the mapping is truncated, an access throws {@link InternalError} instead of ending the
 * process.
 */
abstract class SharedPage {
    private static final Charset UTF_8 = Charset.forName("UTF-8");

    private final ByteBuffer buffer;

    /**
     * A volatile access beside each access to the page orders it, in the compiler and in the
     * processor: HotSpot emits the barriers for the volatile field, whatever the page's own access
     * is. Java 8 has nothing better for a {@code ByteBuffer}.
     */
    private volatile int fence;

    /**
     * @param buffer at least {@code sizeBytes} long; the page must be its only user
     * @param name of the page, for the error
     */
    SharedPage(ByteBuffer buffer, int sizeBytes, String name) {
        if (buffer.capacity() < sizeBytes) {
            throw new IllegalArgumentException(
                    name + " has " + buffer.capacity() + " of " + sizeBytes + " bytes");
        }
        this.buffer = buffer.order(ByteOrder.nativeOrder());
    }

    final long get(int offset) {
        long value = buffer.getLong(offset);
        int acquire = fence;
        return value;
    }

    final void put(int offset, long value) {
        fence = 0;
        buffer.putLong(offset, value);
        fence = 0;
    }

    /** The text that begins at {@code offset}, of so many bytes of UTF-8. */
    final String text(int offset, int lengthBytes) {
        byte[] text = new byte[lengthBytes];
        for (int i = 0; i < text.length; i++) {
            text[i] = buffer.get(offset + i);
        }
        return new String(text, UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** Writes the first {@code length} of them. */
    final void putBytes(int offset, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            buffer.put(offset + i, bytes[i]);
        }
    }
}
