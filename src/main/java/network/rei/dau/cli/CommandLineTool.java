package network.rei.dau.cli;

import java.io.IOException;
import java.security.Security;
import java.util.List;
import java.util.concurrent.Callable;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.WrongStoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The command {@code rei-dau-stats}, which serves if no subcommand is given. */
@Command(
    name = "rei-dau-stats",
    description =
        "Serves exact statistics of an EVM blockchain over HTTP: active addresses, transactions and"
            + " blocks.",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      OnceCommand.class,
      BackfillCommand.class,
      VerifyCommand.class,
      FetchCommand.class,
      PruneCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      CompletionCommand.class,
      CdsTrainingCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLineTool.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:invalid usage or settings",
      "3:the heap is exhausted",
      "75:no member of the cluster any more; the process must be started again",
      "130, 143:stopped by Ctrl-C or SIGTERM"
    },
    footerHeading = "%n",
    footer = {
      "The default command is serve. application.conf.example describes the settings.",
      "If a service is running on the cache folder, the other commands send their requests to it."
          + " REI_DAU_ADMIN_TOKEN must have the same value for both."
    })
public final class CommandLineTool implements Callable<Integer> {

  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  /** {@code EX_TEMPFAIL} of sysexits.h. */
  static final int REMOVED = 75;

  @Mixin private ServiceOptions settings;

  private CommandLineTool() {}

  /**
   * Executes a command.
   *
   * @return the exit code
   */
  public static int run(String... arguments) {
    askAgainForUnknownNames();
    return commandLine().execute(arguments);
  }

  /**
   * Limits the time for which Java, and Akka after it, remember that DNS did not name a host. With
   * their default of 10 s each, a node that joins its cluster after an outage of DNS reaches one
   * member up to 20 s later than another. In this time the two that do not reach each other are
   * removed from the cluster.
   */
  private static void askAgainForUnknownNames() {
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  static CommandLine commandLine() {
    return new CommandLine(new CommandLineTool())
        .setExecutionStrategy(CommandLineTool::execute)
        .setParameterExceptionHandler((invalid, given) -> report(invalid))
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure));
  }

  /** Executes the last command; refuses options before it, which would have no effect. */
  private static int execute(CommandLine.ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      parsed.matchedOptions().stream()
          .filter(option -> !option.usageHelp() && !option.versionHelp())
          .findFirst()
          .ifPresent(
              option -> {
                throw new CommandLine.ParameterException(
                    parsed.commandSpec().commandLine(),
                    option.longestName()
                        + " must follow the command "
                        + parsed.subcommand().commandSpec().name());
              });
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public Integer call() {
    return ServeCommand.serve(settings.read());
  }

  /** Prints a failure and returns the exit code. */
  private static int report(Exception failure) {
    if (failure instanceof SettingsException || failure instanceof WrongStoreException) {
      Terminal.error(failure.getMessage());
      return BAD_USAGE;
    }
    if (failure instanceof StorageException
        || failure instanceof CommandFailedException
        || failure instanceof IOException) {
      Terminal.error(Failures.message(failure));
    } else {
      Terminal.unexpected(failure);
    }
    return FAILED;
  }

  /** Prints an error in the arguments, with suggestions, and returns the exit code. */
  private static int report(CommandLine.ParameterException invalid) {
    List<String> suggestions =
        invalid instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    Terminal.error(
        invalid.getMessage()
            + (suggestions.isEmpty()
                ? ""
                : ", did you mean " + String.join(" or ", suggestions) + "?")
            + " (see "
            + invalid.getCommandLine().getCommandSpec().qualifiedName()
            + " --help)");
    return BAD_USAGE;
  }

  /** Reads the version that the build wrote into a resource. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"rei-dau-stats " + ServiceVersion.current()};
    }
  }
}
