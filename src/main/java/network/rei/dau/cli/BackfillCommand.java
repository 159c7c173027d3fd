package network.rei.dau.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.rei.dau.ingest.history.HistoryRetention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backfill}: fetches the history before the retention and exits. */
@Command(
    name = "backfill",
    description = {
      "Fetches the missing blocks of the retention and then every UTC day back to a date, newest"
          + " first, and exits.",
      "Only the statistics of days before the retention are kept. Days that are complete are not"
          + " fetched again, so the command can be stopped and started again at any time."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = OneShotRun.RESULT)
final class BackfillCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Spec private CommandSpec spec;

  private LocalDate from;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DATE",
      description = "the first day to fetch, such as 2026-09-01")
  void setFrom(String text) {
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    from =
        date(text)
            .filter(date -> !date.isBefore(HistoryRetention.OLDEST_DAY) && !date.isAfter(today))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--from is '%s': it must be a date from %s to today, %s"
                            .formatted(text, HistoryRetention.OLDEST_DAY, today)));
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return OneShotRun.execute(
        options, "backfill?from=" + from, operations -> operations.backfill(from));
  }
}
