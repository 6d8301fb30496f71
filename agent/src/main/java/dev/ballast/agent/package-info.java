/**
 * The entry stub that the target JVM calls. It must do nothing but load the payload, because a JVM
 * keeps the first version of it for ever.
 */
package dev.ballast.agent;
