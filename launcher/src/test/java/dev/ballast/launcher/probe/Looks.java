package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.net.URI;
import java.time.Duration;

/** A launcher that looks once, in a JVM of its own: PLACE PID MILLIS ADDRESS|COMMAND. */
final class Looks {
    private Looks() {}

    public static void main(String[] arguments) throws Exception {
        Proc proc = Proc.host();
        Place place = Place.valueOf(arguments[0]);
        ProcessId target = proc.id(Integer.parseInt(arguments[1]));
        Duration timeout = Duration.ofMillis(Long.parseLong(arguments[2]));
        String what = arguments[3];
        try (Probe probe =
                what.startsWith("http")
                        ? new HttpProbe(URI.create(what), place, target, proc)
                        : new CommandProbe(what, place, target, proc)) {
            System.out.println(probe.look(timeout));
        }
    }
}
