package dev.ballast.launcher.pagecache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a file of 10 MiB and a page. */
class PiecesTest {
    private static final int PAGE = 4 << 10;
    private static final int IN_PIECE = 256;
    private static final long FILE = (10L << 20) + PAGE;

    private final BitSet cached = new BitSet();

    private Pieces pieces() {
        return new Pieces(cached, FILE, PAGE);
    }

    @Test
    void readsAllOfWhatIsNotThere() {
        assertEquals(List.of(new Pieces.Run(0, 11)), pieces().runs(5));
        assertEquals(FILE, pieces().missingBytes());
    }

    @Test
    void readsNothingOfWhatIsThere() {
        cached.set(0, 10 * IN_PIECE + 1);
        assertEquals(List.of(), pieces().runs(5));
        assertEquals(0, pieces().missingBytes());
    }

    @Test
    void readsOnlyThePiecesThatMissAPage() {
        cached.set(0, 10 * IN_PIECE + 1);
        cached.clear(2 * IN_PIECE + 7);
        cached.clear(3 * IN_PIECE);
        cached.clear(5 * IN_PIECE + 255);
        cached.clear(10 * IN_PIECE);
        Pieces.Run first = new Pieces.Run(2, 2);
        Pieces.Run second = new Pieces.Run(5, 1);
        assertEquals(List.of(first, second, new Pieces.Run(10, 1)), pieces().runs(5));
        assertEquals(List.of(first, second), pieces().runs(2));
        assertEquals(4 * PAGE, pieces().missingBytes());
    }
}
