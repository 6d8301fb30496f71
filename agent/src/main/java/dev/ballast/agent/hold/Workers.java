package dev.ballast.agent.hold;

import dev.ballast.agent.load.Worker;
import dev.ballast.agent.page.ControlPage;
import dev.ballast.agent.page.LoadKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The loads of this run: none, as a rule. What is called in the holder's loop allocates nothing.
 */
final class Workers {
    private final Worker[] workers;

    private Workers(List<Worker> workers) {
        this.workers = workers.toArray(new Worker[0]);
    }

    /**
     * @throws Exception when the JVM lacks something that a load needs; then none is left
     */
    static Workers start(ControlPage page) throws Exception {
        List<Worker> started = new ArrayList<Worker>();
        try {
            for (LoadKind kind : LoadKind.values()) {
                if (page.isLoadUsed(kind)) {
                    started.add(
                            Worker.start(kind, page.isUntilRefused(kind), page.pieceOfLoad(kind)));
                }
            }
        } catch (Throwable failure) {
            new Workers(started).release();
            throw failure;
        }
        return new Workers(started);
    }

    /**
     * Hands each what is wanted of it.
     *
     * @throws IllegalStateException when one has failed
     */
    void follow(ControlPage page) {
        for (Worker worker : workers) {
            worker.want(page.wantedLoad(worker.kind()));
            if (worker.failure() != null) {
                throw new IllegalStateException(worker.kind() + ": " + worker.failure());
            }
        }
    }

    void publish(ControlPage page) {
        for (Worker worker : workers) {
            page.load(
                    worker.kind(),
                    worker.held(),
                    worker.seen(),
                    worker.lost(),
                    worker.refusals(),
                    worker.room());
            if (worker.kind() == LoadKind.HEAP) {
                page.collectionNanos(worker.collectionNanos());
            }
        }
    }

    /** Lets go of everything, and does not wait for anybody. Idempotent. */
    void release() {
        for (Worker worker : workers) {
            worker.release();
        }
    }

    /** Whether all their threads are gone. */
    boolean areGone() {
        for (Worker worker : workers) {
            if (!worker.isGone()) {
                return false;
            }
        }
        return true;
    }
}
