/** A stand-in for the JDK's own package, to compile against; never packaged. */
package jdk.internal.ref;
