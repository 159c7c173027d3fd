package network.rei.dau.http.admin;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.OperationKind;
import network.rei.dau.storage.files.BackupFolder;

/** What an operator is asked by a kind of operation and the parameters of a request. */
final class AdminRequests {

  private static final int USUAL_RECORDS = 10;
  private static final int MOST_RECORDS = 100_000;

  private AdminRequests() {}

  /** The work that is asked for; a {@link InvalidParameterException} if it cannot be. */
  public static Function<OperationExecutor, CompletionStage<?>> work(
      OperationKind kind, Parameters parameters) {
    return switch (kind) {
      case RUN -> only(parameters, List.of(), OperationExecutor::run);
      case BACKFILL -> backfill(parameters);
      case VERIFY -> verify(parameters);
      case FETCH -> fetch(parameters);
      case PRUNE -> only(parameters, List.of(), OperationExecutor::prune);
      case BACKUP -> backup(parameters);
      case RESTORE -> restore(parameters);
    };
  }

  private static Function<OperationExecutor, CompletionStage<?>> only(
      Parameters parameters,
      List<String> known,
      Function<OperationExecutor, CompletionStage<?>> work) {
    parameters.requireOnly(known);
    return work;
  }

  private static Function<OperationExecutor, CompletionStage<?>> backfill(Parameters parameters) {
    LocalDate from = date(needed(parameters, "from", allowedDays()));
    return only(parameters, List.of("from"), operator -> operator.backfill(from));
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(HistoryRetention.OLDEST_DAY) && !date.isAfter(today())) {
        return date;
      }
    } catch (DateTimeException e) {
      // The error is the same as for a date out of bounds.
    }
    throw new InvalidParameterException("from", text, allowedDays());
  }

  private static String allowedDays() {
    return "a date from " + HistoryRetention.OLDEST_DAY + " to today";
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
  }

  private static Function<OperationExecutor, CompletionStage<?>> verify(Parameters parameters) {
    int records = parameters.number("records", 1, MOST_RECORDS, USUAL_RECORDS);
    return only(parameters, List.of("records"), operator -> operator.verify(records));
  }

  private static Function<OperationExecutor, CompletionStage<?>> fetch(Parameters parameters) {
    long from = block(parameters, "fromBlock", 0);
    long to = block(parameters, "toBlock", from);
    return only(
        parameters,
        List.of("fromBlock", "toBlock"),
        operator -> operator.fetch(new BlockRange(from, to)));
  }

  private static long block(Parameters parameters, String name, long min) {
    return parameters
        .number(name, min, Long.MAX_VALUE)
        .orElseThrow(() -> InvalidParameterException.missing(name, "a block's number"));
  }

  private static Function<OperationExecutor, CompletionStage<?>> backup(Parameters parameters) {
    Optional<String> name = parameters.text("name").map(AdminRequests::name);
    return only(parameters, List.of("name"), operator -> operator.backup(name));
  }

  private static Function<OperationExecutor, CompletionStage<?>> restore(Parameters parameters) {
    String name = name(needed(parameters, "name", BackupFolder.ALLOWED));
    return only(parameters, List.of("name"), operator -> operator.restore(name));
  }

  private static String name(String text) {
    if (!BackupFolder.isName(text)) {
      throw new InvalidParameterException("name", text, BackupFolder.ALLOWED);
    }
    return text;
  }

  private static String needed(Parameters parameters, String name, String bound) {
    return parameters.text(name).orElseThrow(() -> InvalidParameterException.missing(name, bound));
  }
}
