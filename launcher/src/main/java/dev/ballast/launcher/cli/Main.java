package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.linux.LockedPage;
import dev.ballast.launcher.proc.UntrustedText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The launcher's command line. */
@Command(
        name = "ballast",
        description =
                "Real memory pressure inside a running JVM, held at the level asked for, and given back.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:level reached, held, released; target alive and well; or as expected",
            "1:refused or failed; what was left unchanged is said",
            "2:wrong usage",
            "3:the target was killed by the OOM killer",
            "4:the target ended in another way",
            "5:inconclusive: the level was not reached or not held",
            "6:stopped early, by the user or a --stop-when rule; memory given back",
            "7:a weakness was found: a probe failed, or the end was not the expected one"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  demo",
            "  list",
            "  attach 4711 --level 80%% --hold 30s --dry-run",
            "  attach 4711 --level 80%% --hold 30s --avoid-being-killed",
            "  stop 4711"
        })
public final class Main {
    @Option(
            names = "--debug",
            description = "Show the stack trace of an error.",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean isDebug;

    /** By the names that they declare, in the order of the help text. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("attach", AttachCommand.class);
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("calibrate", CalibrateCommand.class);
        COMMANDS.put("list", ListCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("guard", GuardCommand.class);
        COMMANDS.put("victims", VictimsCommand.class);
        COMMANDS.put("status", StatusCommand.class);
        COMMANDS.put("stop", StopCommand.class);
        COMMANDS.put("recover", RecoverCommand.class);
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
    }

    private Main() {}

    public static void main(String[] arguments) {
        LockedPage.preload();
        StopRequest stop = new StopRequest();
        CountDownLatch finished = new CountDownLatch(1);
        int[] exitCode = {CommandLine.ExitCode.SOFTWARE};
        // Ctrl-C and SIGTERM end a JVM through its shutdown hooks: this one lets the run undo
        // itself first, and ends the JVM with the run's own exit code instead of the signal's.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> farewell(stop, finished, exitCode)));
        try {
            exitCode[0] = commandLine(stop, arguments).execute(arguments);
        } finally {
            finished.countDown(); // an Error has undone the run on its way
        }
        System.exit(exitCode[0]);
    }

    /**
     * Knows the one command that is called, and what that calls: to read the declarations of all
     * twelve takes longer than to list every JVM of a host.
     */
    static CommandLine commandLine(StopRequest stop, String... arguments) {
        Main main = new Main();
        Commands factory = new Commands(stop);
        CommandLine commands = new CommandLine(main, factory);
        Class<?> called = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        for (Class<?> command : called == null ? COMMANDS.values() : needed(called)) {
            commands.addSubcommand(new CommandLine(command, factory));
        }
        commands.setExecutionExceptionHandler(main::explain);
        commands.setParameterExceptionHandler(Main::refuse);
        layOut(commands);
        return configured(commands);
    }

    private static List<Class<?>> needed(Class<?> called) {
        boolean callsAttach = called == RunCommand.class || called == CalibrateCommand.class;
        return callsAttach ? List.of(called, AttachCommand.class) : List.of(called);
    }

    /** Reads values as every command of the launcher does. */
    static CommandLine configured(CommandLine line) {
        Converters.register(line);
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Of the help texts. */
    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Main::layOut);
    }

    private static void farewell(StopRequest stop, CountDownLatch finished, int[] exitCode) {
        stop.make();
        try {
            if (finished.await(StopRequest.HONOURED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(exitCode[0]);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without the help text, below which nobody would see what is wrong. */
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("ballast: " + UntrustedText.withoutControls(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("`" + command.getCommandSpec().qualifiedName() + " --help` says what there is");
        return CommandLine.ExitCode.USAGE;
    }

    private int explain(Exception failure, CommandLine command, ParseResult parsed) {
        if (isDebug) {
            failure.printStackTrace(command.getErr());
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        command.getErr().println("ballast: " + UntrustedText.withoutControls(message));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Hands the stop request to the commands that can be stopped. */
    private record Commands(StopRequest stop) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == AttachCommand.class) {
                return type.cast(new AttachCommand(stop));
            }
            if (type == GuardCommand.class) {
                return type.cast(new GuardCommand(stop));
            }
            if (type == DemoCommand.class) {
                return type.cast(new DemoCommand(stop));
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ballast " + Main.class.getPackage().getImplementationVersion()};
        }
    }
}
