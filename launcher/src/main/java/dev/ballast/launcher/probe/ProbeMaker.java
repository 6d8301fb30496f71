package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.vitals.Vitals;

/** From what was asked for to what looks. */
public final class ProbeMaker {
    private final Proc proc;
    private final TargetJvm target;
    private final Vitals vitals;

    public ProbeMaker(Proc proc, TargetJvm target, Vitals vitals) {
        this.proc = proc;
        this.target = target;
        this.vitals = vitals;
    }

    public Probe of(ProbeSpec spec) {
        if (spec.subject() instanceof Subject.Http http) {
            return new HttpProbe(http.uri(), spec.place(), target, proc);
        }
        if (spec.subject() instanceof Subject.Command command) {
            return new CommandProbe(command.command(), spec.place(), target, proc);
        }
        return spec.subject() instanceof Subject.Jvm
                ? new JvmProbe(vitals)
                : new CgroupProbe(target, vitals);
    }
}
