package dev.ballast.launcher.planfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of a plan's file, as text. */
final class Source {
    private static final int LARGEST_KIB = 64;

    private Source() {}

    /**
     * Reads no more than a plan can have, also from a device or a pipe.
     *
     * @throws WrongPlan when it is not there, cannot be read, or is no text
     */
    static String text(Path file) throws WrongPlan {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw WrongPlan.unread(name, "is a folder; name the plan's file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((LARGEST_KIB << 10) + 1);
            if (bytes.length > LARGEST_KIB << 10) {
                throw WrongPlan.unread(
                        name, "has more than " + LARGEST_KIB + " KiB, as no plan has");
            }
            return decoded(name, bytes);
        } catch (NoSuchFileException missing) {
            throw WrongPlan.unread(name, "there is no such file");
        } catch (AccessDeniedException denied) {
            throw WrongPlan.unread(name, "this user may not read it");
        } catch (WrongPlan wrong) {
            throw wrong;
        } catch (IOException failure) {
            throw WrongPlan.unread(name, "cannot be read: " + failure.getMessage());
        }
    }

    private static String decoded(String name, byte[] bytes) throws WrongPlan {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult end = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String read = text.flip().toString();
        boolean isBinary = read.indexOf('\0') >= 0;
        if (end.isError() || isBinary) {
            int good = isBinary ? read.indexOf('\0') : read.length();
            throw new Mistakes(name)
                    .last(Mark.after(read.substring(0, good)), "this is no text in UTF-8");
        }
        return read.startsWith("\ufeff") ? read.substring(1) : read;
    }
}
