/**
 * Sizes, rates and times as people write and read them. It must not know what they are used for.
 */
package dev.ballast.launcher.quantity;
