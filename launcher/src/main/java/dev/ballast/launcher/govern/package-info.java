/**
 * Sense, decide: how much the agent shall hold now so that the level is kept while the application
 * grows and shrinks. It must not touch anything: deciding is a pure function of two readings.
 */
package dev.ballast.launcher.govern;
