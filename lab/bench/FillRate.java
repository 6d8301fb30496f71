import dev.ballast.launcher.attach.AgentLoader;
import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.TargetJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The holder's own rate: the real agent, loaded by the real attach, is told once how much to hold
 * and timed until it says that it does, without a governor in between. Alternates with the C loop.
 *
 * <p>Prints a line for each round: {@code agent 261000000} or {@code c 255000000}, in nanoseconds.
 */
public final class FillRate {
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** Coarse enough to leave the processors alone, and a thousandth of the shortest fill. */
    private static final long LOOK_NANOS = 100_000;

    private FillRate() {}

    /**
     * @param arguments the target's PID, the bytes of a round, how many rounds, and the C program
     */
    public static void main(String[] arguments) throws IOException {
        int pid = Integer.parseInt(arguments[0]);
        ByteSize size = new ByteSize(Long.parseLong(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        Process loop = new ProcessBuilder(arguments[3], arguments[1]).start();
        try (AgentLink agent = new AgentLink(Area.NATIVE, List.of(), LEASE, () -> true)) {
            load(agent, pid);
            BufferedReader said = loop.inputReader(StandardCharsets.US_ASCII);
            for (int round = 0; round < rounds; round++) {
                System.out.println("agent " + fill(agent, size));
                System.out.println("c " + fill(loop.getOutputStream(), said));
            }
        } finally {
            loop.destroy();
        }
    }

    private static void load(AgentLink agent, int pid) throws IOException {
        Host host = Host.here();
        TargetJvm target = host.targets().jvm(host.proc().id(pid));
        try (Journal journal = Journal.of(host.journals(), host.launcher());
                InputStream jar = AgentLink.class.getResourceAsStream("/agent.jar")) {
            new AgentLoader(host.proc(), journal).load(target, jar.readAllBytes(), agent::open);
        }
        agent.awaitHolding(Duration.ofSeconds(10));
        agent.pace(Duration.ofNanos(LOOK_NANOS));
    }

    private static long fill(AgentLink agent, ByteSize size) throws IOException {
        long start = System.nanoTime();
        agent.want(size);
        await(agent, size);
        long nanos = System.nanoTime() - start;
        agent.want(ByteSize.ZERO);
        await(agent, ByteSize.ZERO);
        return nanos;
    }

    private static void await(AgentLink agent, ByteSize held) throws IOException {
        while (!agent.snapshot().held().equals(held)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static long fill(OutputStream loop, BufferedReader said) throws IOException {
        loop.write('\n');
        loop.flush();
        return Long.parseLong(said.readLine());
    }
}
