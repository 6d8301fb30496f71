/**
 * The memory that ballast holds in the target: one class per kind. It must not know who asks for
 * it, and once warm it must not load classes or allocate on the target's heap.
 */
package dev.ballast.agent.memory;
