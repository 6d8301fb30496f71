package dev.ballast.launcher.cli;

import dev.ballast.launcher.doctor.Examination;
import dev.ballast.launcher.doctor.HostExamination;
import dev.ballast.launcher.doctor.TargetExamination;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.report.DoctorJson;
import dev.ballast.launcher.report.DoctorText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is missing, and what to do about it. */
@Command(
        name = "doctor",
        description = {
            "Show what this host, or a target, lacks, with the remedy.",
            "Touches nothing."
        },
        customSynopsis = "ballast doctor [OPTIONS] [TARGET]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:attaching is possible, whatever else is missing",
            "1:something is missing without which nothing can be attached to"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  doctor", "  doctor 4711", "  doctor --container shop --json"})
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(heading = TargetOptions.HEADING)
    private TargetOptions target;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException {
        Host host = Host.here();
        List<Examination> examinations = new ArrayList<>();
        examinations.add(new HostExamination(host).examine());
        if (target != null) {
            examinations.add(new TargetExamination(host).examine(target.jvm(host, spec)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.print(DoctorJson.of(examinations));
        } else {
            DoctorText.lines(examinations).forEach(out::println);
        }
        out.flush();
        return examinations.stream().allMatch(Examination::isAttachPossible) ? 0 : 1;
    }
}
