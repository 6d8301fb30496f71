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
        if (spec.subject() instanceof Subject.Jvm) {
            return new JvmProbe(vitals);
        }
        if (spec.subject() instanceof Subject.Cgroup) {
            return new CgroupProbe(target, vitals);
        }
        throw new IllegalStateException("WIP: http and cmd for " + proc);
    }
}
