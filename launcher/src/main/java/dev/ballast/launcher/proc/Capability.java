package dev.ballast.launcher.proc;

/** A capability(7) that ballast makes use of, by its number in linux/capability.h. */
public enum Capability {
    CAP_DAC_OVERRIDE(1),
    CAP_DAC_READ_SEARCH(2),
    CAP_SETGID(6),
    CAP_SETUID(7),
    CAP_SYS_PTRACE(19),
    CAP_SYS_RESOURCE(24);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
