/** A small JVM service to try ballast on. It must not know that it is put under pressure. */
package dev.ballast.launcher.demo;
