package network.rei.dau.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backfill}: the numbers of days before the retention, then exit. */
@Command(
    name = "backfill",
    description = {
      "Fetches what the retention lacks, and then every UTC day back to a date, newest first;"
          + " then exits.",
      "Of days before the retention only their numbers are kept. Days that are known are not"
          + " fetched again, so it may be stopped and started at any time."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = OneShotRun.RESULT)
final class BackfillCommand implements Callable<Integer> {

  /** No chain that is read here is older. */
  private static final LocalDate OLDEST = LocalDate.of(2015, 1, 1);

  @Mixin private SettingsOptions options;

  @Spec private CommandSpec spec;

  private LocalDate from;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DATE",
      description = "the first day to fetch, such as 2026-09-01")
  void setFrom(LocalDate date) {
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    if (date.isBefore(OLDEST) || date.isAfter(today)) {
      throw new ParameterException(
          spec.commandLine(),
          "--from is '%s': it must be a date from %s to today, %s".formatted(date, OLDEST, today));
    }
    from = date;
  }

  @Override
  public Integer call() throws InterruptedException {
    return OneShotRun.of(options, "backfill?from=" + from, operator -> operator.backfill(from));
  }
}
