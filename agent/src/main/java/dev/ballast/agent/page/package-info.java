/**
 * The control page that launcher and agent talk through: one file of 4 KiB that both map. It must
 * not know what the numbers are used for; it is the only package of the agent that the launcher
 * sees.
 */
package dev.ballast.agent.page;
