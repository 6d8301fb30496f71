/**
 * Whether the application is still well, as somebody outside sees it. It must not touch the
 * application, nor decide what a failure means for the run.
 */
package dev.ballast.launcher.probe;
