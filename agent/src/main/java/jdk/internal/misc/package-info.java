/** Signatures of the JDK's own classes, to compile against. Nothing of this package is packaged. */
package jdk.internal.misc;
