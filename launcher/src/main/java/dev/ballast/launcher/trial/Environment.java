package dev.ballast.launcher.trial;

import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmDetails;
import dev.ballast.launcher.target.JvmProcess;
import java.io.IOException;
import java.util.Optional;

/**
 * Where it was, for whoever compares two runs.
 *
 * @param ballast version of the launcher; none when it does not run from its jar
 * @param launcherJava version of the JVM that the launcher runs in
 * @param kernel release
 * @param cgroup version of the interface
 * @param jvm version and vendor of the target, as it says
 * @param main class or jar of the target, as it says
 */
public record Environment(
        Optional<String> ballast,
        String launcherJava,
        String kernel,
        int processors,
        ByteSize hostMemory,
        String cgroup,
        Optional<String> jvm,
        Optional<String> main) {
    static Environment of(Host host, Plan plan) throws IOException {
        Optional<JvmProcess> seen = host.targets().seen(plan.target().process());
        Optional<JvmDetails> details =
                seen.isPresent()
                        ? Optional.of(host.targets().details(seen.get()))
                        : Optional.empty();
        return new Environment(
                Optional.ofNullable(Environment.class.getPackage().getImplementationVersion()),
                System.getProperty("java.version"),
                host.proc().kernelRelease(),
                Runtime.getRuntime().availableProcessors(),
                host.proc().hostMemory().total(),
                plan.target().cgroup().version(),
                details.flatMap(Environment::jvm),
                details.flatMap(JvmDetails::main).map(UntrustedText::printable));
    }

    private static Optional<String> jvm(JvmDetails details) {
        return details.version()
                .map(version -> version + details.vendor().map(vendor -> ", " + vendor).orElse(""))
                .map(UntrustedText::printable);
    }
}
