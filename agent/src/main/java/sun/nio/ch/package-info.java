/** A stand-in for the JDK's own package, to compile against; never packaged. */
package sun.nio.ch;
