package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * A terminal's size in character cells.
 *
 * @param columns 0 where the terminal does not know, as a serial console
 * @param rows likewise
 */
public record WindowSize(int columns, int rows) {
    /** The same on both architectures, from the kernel's include/uapi/asm-generic/ioctls.h. */
    private static final long TIOCGWINSZ = 0x5413;

    /** struct winsize: four unsigned shorts, rows and columns first. */
    private static final int WINSIZE_BYTES = 8;

    private static final int UNSIGNED = 0xffff;

    public WindowSize {
        if (columns < 0 || rows < 0) {
            throw new IllegalArgumentException("a size of " + columns + " x " + rows + " cells");
        }
    }

    /** As it is at this moment; none when the descriptor is no terminal. */
    public static Optional<WindowSize> of(int descriptor) {
        try (Memory size = new Memory(WINSIZE_BYTES)) {
            size.clear();
            Libc.call(
                    SystemCall.IOCTL,
                    "window size",
                    descriptor,
                    TIOCGWINSZ,
                    Pointer.nativeValue(size));
            return Optional.of(
                    new WindowSize(size.getShort(2) & UNSIGNED, size.getShort(0) & UNSIGNED));
        } catch (Errno noTerminal) {
            return Optional.empty();
        }
    }
}
