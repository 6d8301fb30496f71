package dev.ballast.launcher.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * For an option with an optional value: takes it only when it is attached, as in {@code
 * --avoid-being-killed=100}. The word after a bare {@code --avoid-being-killed} is the PID.
 */
final class OnlyAttachedValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
            Stack<String> arguments,
            CommandSpec command,
            ArgSpec option,
            Map<String, Object> info) {
        if (" ".equals(info.get("separator"))) {
            arguments.push(((OptionSpec) option).fallbackValue());
        }
        return false;
    }
}
