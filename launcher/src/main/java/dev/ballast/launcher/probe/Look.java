package dev.ballast.launcher.probe;

import java.util.OptionalDouble;

/**
 * One look, judged.
 *
 * @param seconds how long it took, where the application's answer was waited for
 * @param words what was found; empty when it passed
 */
record Look(State state, OptionalDouble seconds, String words) {
    /** What came of it. */
    enum State {
        PASSED,
        FAILED,
        /** It could not look, which says nothing of the application. */
        UNSEEN
    }

    /** Pure: an observation judged by the checks that are made at each look. */
    static Look judge(ProbeSpec spec, Observation observation) {
        if (observation instanceof Observation.Unseen unseen) {
            return new Look(State.UNSEEN, OptionalDouble.empty(), unseen.why());
        }
        if (observation instanceof Observation.Silence silence) {
            return new Look(
                    spec.countsErrors() ? State.PASSED : State.FAILED,
                    OptionalDouble.empty(),
                    silence.why());
        }
        Observation.Answer answer = (Observation.Answer) observation;
        State state = State.PASSED;
        String words = "";
        for (Comparison check : spec.checksOfLook()) {
            Look one = judge(check, answer);
            if (one.state == State.FAILED || state == State.PASSED) {
                state = one.state;
                words = one.words;
            }
            if (state == State.FAILED) {
                break;
            }
        }
        return new Look(state, seconds(answer), words);
    }

    private static OptionalDouble seconds(Observation.Answer answer) {
        Double seconds = answer.numbers().getOrDefault("latency", answer.numbers().get("time"));
        return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    private static Look judge(Comparison check, Observation.Answer answer) {
        if (check.metric().isText()) {
            String text = answer.texts().get(check.key());
            return text == null
                    ? unknown(check, answer)
                    : of(check.holds(text), check, "does not fit");
        }
        Double number = answer.numbers().get(check.key());
        return number == null
                ? unknown(check, answer)
                : of(check.holds(number), check, check.unit().orElseThrow().words(number));
    }

    private static Look of(boolean holds, Comparison check, String value) {
        return holds
                ? new Look(State.PASSED, OptionalDouble.empty(), "")
                : new Look(
                        State.FAILED,
                        OptionalDouble.empty(),
                        check.metric().name() + " " + value + ", expected " + check.words());
    }

    private static Look unknown(Comparison check, Observation.Answer answer) {
        String why = answer.texts().get(Observation.Answer.WHY_NOT_MORE);
        return new Look(
                State.UNSEEN,
                OptionalDouble.empty(),
                check.metric().name() + " is not known" + (why == null ? " here" : ": " + why));
    }
}
