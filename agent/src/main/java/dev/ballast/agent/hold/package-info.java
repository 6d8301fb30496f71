/**
 * The holder: the one thread of ballast in the target, which follows the control page and gives
 * everything back when it must. It must never depend on the launcher being alive.
 */
package dev.ballast.agent.hold;
