package dev.ballast.launcher.proc;

/** A capability(7) that ballast makes use of, by its number in linux/capability.h. */
public enum Capability {
    CAP_DAC_OVERRIDE(1),
    CAP_KILL(5),
    CAP_SETGID(6),
    CAP_SETUID(7),
    CAP_SYS_PTRACE(19),
    CAP_SYS_ADMIN(21),
    CAP_SYS_NICE(23),
    CAP_SYS_RESOURCE(24),
    CAP_SYSLOG(34);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
