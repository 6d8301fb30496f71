/**
 * Pressure as what is asked for: the search for the level that makes it. Pure: it neither measures
 * nor holds anything.
 */
package dev.ballast.launcher.pressure;
