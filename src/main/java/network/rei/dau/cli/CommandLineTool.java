package network.rei.dau.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.WrongStoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The command {@code rei-dau-stats} itself: without a subcommand it serves. */
@Command(
    name = "rei-dau-stats",
    description = "Tells how many people use a blockchain: exact active addresses, over HTTP.",
    subcommands = {
      ServeCommand.class,
      OnceCommand.class,
      BackfillCommand.class,
      VerifyCommand.class,
      FetchCommand.class,
      PruneCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      CdsTrainingCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLineTool.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:bad usage or settings",
      "75:the other nodes of the cluster went on without this one: to be started again",
      "130, 143:stopped, in order, by Ctrl-C or SIGTERM"
    },
    footerHeading = "%n",
    footer = {
      "Without a command it serves. Settings: see application.conf.example.",
      "Where a service runs on the cache folder, commands have it do their work, by the token that"
          + " both find in REI_DAU_ADMIN_TOKEN."
    })
public final class CommandLineTool implements Callable<Integer> {

  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  /** As {@code EX_TEMPFAIL} of sysexits.h: try again. */
  static final int REMOVED = 75;

  @Mixin private SettingsOptions settings;

  private CommandLineTool() {}

  /**
   * Runs a command to its end.
   *
   * @return the exit code
   */
  public static int run(String... arguments) {
    return new CommandLine(new CommandLineTool())
        .setParameterExceptionHandler((wrong, given) -> told(wrong))
        .setExecutionExceptionHandler((failure, line, parsed) -> told(failure))
        .execute(arguments);
  }

  @Override
  public Integer call() {
    return ServeCommand.serve(settings.read());
  }

  /** Says in one line what went wrong. */
  private static int told(Exception failure) {
    if (failure instanceof SettingsException || failure instanceof WrongStoreException) {
      Terminal.error(failure.getMessage());
      return BAD_USAGE;
    }
    if (failure instanceof StorageException || failure instanceof CommandFailedException) {
      Terminal.error(failure.getMessage());
      return FAILED;
    }
    if (failure instanceof IOException) {
      Terminal.error(failure.getMessage() == null ? failure.toString() : failure.getMessage());
      return FAILED;
    }
    Terminal.unexpected(failure);
    return FAILED;
  }

  /** Says in one line what is wrong with the arguments, and where to read what would be right. */
  private static int told(CommandLine.ParameterException wrong) {
    List<String> meant =
        wrong instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    Terminal.error(
        wrong.getMessage()
            + (meant.isEmpty() ? "" : ", did you mean " + String.join(" or ", meant) + "?")
            + " (see "
            + wrong.getCommandLine().getCommandSpec().qualifiedName()
            + " --help)");
    return BAD_USAGE;
  }

  /** The version that the build wrote down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"rei-dau-stats " + read()};
    }

    private static String read() {
      try (InputStream in =
          CommandLineTool.class.getResourceAsStream("/rei-dau-version.properties")) {
        Properties properties = new Properties();
        properties.load(in);
        return properties.getProperty("version");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
