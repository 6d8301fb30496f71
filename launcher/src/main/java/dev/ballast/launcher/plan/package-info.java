/**
 * What was asked for, judged against what is there, before anything is touched. It must not have
 * any effect.
 */
package dev.ballast.launcher.plan;
