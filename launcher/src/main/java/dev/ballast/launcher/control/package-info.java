/**
 * Talking to the agent: the launcher's side of the control page. It must not decide what is wanted,
 * and it believes nothing that the page says without checking it.
 */
package dev.ballast.launcher.control;
