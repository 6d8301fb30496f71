package dev.ballast.launcher.pagecache;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What of a file has to be read: only that, since the kernel takes a page that is read twice for
 * one that is needed, and spares it before the application's.
 *
 * @param pageBytes of one bit
 */
record Pieces(BitSet cachedPages, long fileBytes, long pageBytes) {
    /** Read at once. */
    static final int PIECE_BYTES = 1 << 20;

    long cachedBytes() {
        return cachedPages.cardinality() * pageBytes;
    }

    long missingBytes() {
        return Math.max(0, fileBytes - cachedBytes());
    }

    /** Pieces that follow each other. */
    record Run(int first, int count) {}

    /** Those that miss a page. */
    List<Run> runs(int most) {
        List<Run> runs = new ArrayList<>();
        int pagesInPiece = (int) (PIECE_BYTES / pageBytes);
        long pages = (fileBytes + pageBytes - 1) / pageBytes;
        int page = cachedPages.nextClearBit(0);
        while (page < pages && runs.size() < most) {
            int first = page / pagesInPiece;
            int end = first;
            while (page < pages && page / pagesInPiece == end) {
                end++;
                page = cachedPages.nextClearBit(end * pagesInPiece);
            }
            runs.add(new Run(first, end - first));
        }
        return runs;
    }
}
