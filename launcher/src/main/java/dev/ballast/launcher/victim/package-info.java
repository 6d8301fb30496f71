/**
 * Who the OOM killer would take next, in a memory cgroup and on the host, by the kernel's own rule
 * (mm/oom_kill.c), now and at other scores: one snapshot of the processes, then pure computation.
 * It must not change anything, and never ranks a process that it could not read.
 */
package dev.ballast.launcher.victim;
