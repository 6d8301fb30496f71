package sun.nio.ch;

import jdk.internal.ref.Cleaner;

/**
 * What is beneath every direct and mapped buffer; as in 9 and later, where 8 has another cleaner.
 */
public interface DirectBuffer {
    Cleaner cleaner();
}
