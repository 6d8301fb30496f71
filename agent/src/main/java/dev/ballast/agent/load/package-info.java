/**
 * What presses inside the JVM's own bounds: one class for each kind, each with a thread of its own,
 * since what it asks the JVM for may keep it waiting. It must not know who asks for it, and nobody
 * who gives memory back may wait for it.
 */
package dev.ballast.agent.load;
