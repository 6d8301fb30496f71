package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;

/**
 * What a cgroup says about its limit. That it could not be read is an exception, not one of these.
 */
public sealed interface Limit {
    /** So many bytes. */
    record Of(ByteSize size) implements Limit {}

    /** The cgroup has the setting, and it is "no limit". */
    record Unlimited() implements Limit {}

    /** The cgroup has no such setting: the root, or a v2 group without the memory controller. */
    record Absent() implements Limit {}
}
