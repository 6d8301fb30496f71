package dev.ballast.launcher.control;

import dev.ballast.agent.page.AgentState;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;

/**
 * What the agent says of itself at one moment.
 *
 * @param beat moves while the holder lives
 * @param held resident because of ballast, for the level
 * @param heapUsed the target's heap in use
 * @param heapMax that the heap may grow to
 * @param directUsed what the JVM counts against its limit of direct memory, ballast included
 * @param directMax that limit
 * @param collecting how long the JVM has collected in all; zero while no heap is wanted
 */
public record AgentSnapshot(
        AgentState state,
        long beat,
        ByteSize held,
        ByteSize heapUsed,
        ByteSize heapCommitted,
        ByteSize heapMax,
        ByteSize directUsed,
        ByteSize directMax,
        Duration collecting) {}
