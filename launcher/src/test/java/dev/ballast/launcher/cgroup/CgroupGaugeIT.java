package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.OwnCgroup;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** On a real cgroup. */
class CgroupGaugeIT {
    @Test
    void followsTheKernel() throws Exception {
        OwnCgroup cgroup = OwnCgroup.create("gauge");
        try (MemoryGauge gauge = cgroup.group().gauge()) {
            cgroup.limitMebibytes(64);
            assertEquals(ByteSize.ofMiB(64), gauge.limit());
            cgroup.limitMebibytes(32);
            assertEquals(ByteSize.ofMiB(32), gauge.limit());
            assertEquals(cgroup.chargedBytes(), gauge.use().charged().bytes());
        } finally {
            cgroup.remove();
        }
    }

    /** The open files outlive their group; the kernel then answers ENODEV. */
    @Test
    void saysThatTheGroupWasRemovedAfterItWasOpened() throws Exception {
        OwnCgroup cgroup = OwnCgroup.create("gauge");
        try (MemoryGauge gauge = cgroup.group().gauge()) {
            cgroup.limitMebibytes(32);
            gauge.limit();
            cgroup.remove();
            for (var failure :
                    new IOException[] {
                        assertThrows(IOException.class, gauge::limit),
                        assertThrows(IOException.class, gauge::use)
                    }) {
                assertTrue(
                        failure.getMessage().contains("the cgroup has been removed"),
                        failure.getMessage());
            }
        } finally {
            cgroup.remove();
        }
    }
}
