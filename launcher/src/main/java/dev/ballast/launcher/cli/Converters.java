package dev.ballast.launcher.cli;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.watch.StopRule;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of options as types of their own; what is wrong with one becomes a usage error. */
final class Converters {
    private Converters() {}

    static void register(CommandLine commands) {
        commands.registerConverter(ByteSize.class, saying(ByteSize::parse));
        commands.registerConverter(ByteRate.class, saying(ByteRate::parse));
        commands.registerConverter(Duration.class, saying(Durations::parse));
        commands.registerConverter(OomScoreAdj.class, saying(OomScoreAdj::parse));
        commands.registerConverter(StopRule.class, saying(StopRule::parse));
        commands.registerConverter(Expected.class, saying(Expected::parse));
        commands.registerConverter(AreaChoice.class, saying(AreaChoice::parse));
        commands.registerConverter(Shape.class, saying(Shape::parse));
        commands.registerConverter(Amount.class, saying(Amount::parseLevel));
        commands.registerConverter(
                Amount.Add.class, saying(text -> new Amount.Add(ByteSize.parse(text))));
        commands.registerConverter(
                Amount.Reserve.class, saying(text -> new Amount.Reserve(ByteSize.parse(text))));
    }

    private static <T> ITypeConverter<T> saying(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        };
    }
}
