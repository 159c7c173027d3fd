package network.rei.dau.ingest.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.History;
import network.rei.dau.ingest.IngestSettings;

/**
 * Which days before the retention the history is to hold, and of which the addresses are needed:
 * {@code history-days}, or as far back as a backfill reaches.
 *
 * @param firstDay the first day of the history
 * @param firstWithAddresses the first day whose addresses are kept in any case
 * @param newest the newest day that is not wholly within the retention
 * @param firstOfChain the day of the chain's first block; empty if it is unknown
 */
public record HistoryRetention(
    History history,
    LocalDate firstDay,
    LocalDate firstWithAddresses,
    LocalDate newest,
    Optional<LocalDate> firstOfChain) {

  /**
   * Returns the history that the settings ask for.
   *
   * @param backfill the first day of a requested backfill
   * @return empty if nothing is stored, or no history is configured or requested
   */
  public static Optional<HistoryRetention> of(
      Ledger ledger, IngestSettings settings, Optional<LocalDate> backfill) {
    if (ledger.isEmpty() || (settings.historyDays() == 0 && backfill.isEmpty())) {
      return Optional.empty();
    }
    LocalDate last = ledger.lastDay().orElseThrow();
    LocalDate first = last.minusDays(settings.historyDays());
    return Optional.of(
        new HistoryRetention(
            ledger.history(),
            backfill.filter(from -> from.isBefore(first)).orElse(first),
            first,
            beginning(ledger, settings.retention()),
            ledger.firstDayOfChain()));
  }

  /**
   * Returns what neither the retention nor the history needs any more.
   *
   * @param backfill the first day of a requested backfill
   */
  public static LedgerChange.Removal expired(
      Ledger ledger, IngestSettings settings, Optional<LocalDate> backfill) {
    Optional<HistoryRetention> wanted = of(ledger, settings, backfill);
    LocalDate firstDay = wanted.map(HistoryRetention::firstDay).orElse(LocalDate.MAX);
    return new LedgerChange.Removal(
        List.of(),
        ledger.olderThan(settings.retention(), firstDay),
        wanted
            .map(HistoryRetention::expiredAddresses)
            .orElseGet(() -> ledger.history().daysWithAddresses()));
  }

  private static LocalDate beginning(Ledger ledger, Duration retention) {
    long last = ledger.last().orElseThrow().lastTimestamp();
    return LocalDate.ofInstant(Instant.ofEpochSecond(last).minus(retention), ZoneOffset.UTC);
  }

  /** Returns the days that are to be fetched, newest first. */
  public Stream<LocalDate> lacking() {
    LocalDate oldest = firstOfChain.filter(firstDay::isBefore).orElse(firstDay);
    return Stream.iterate(newest, day -> !day.isBefore(oldest), day -> day.minusDays(1))
        .filter(this::lacks);
  }

  private boolean lacks(LocalDate day) {
    return history.wholeDay(day).isEmpty() || (needsAddresses(day) && !history.hasAddresses(day));
  }

  /** Returns the days whose addresses are stored and not needed any more. */
  List<LocalDate> expiredAddresses() {
    return history.daysWithAddresses().stream().filter(day -> !needsAddresses(day)).toList();
  }

  /** An older day that is still to be fetched will be compared with the days after it. */
  private boolean needsAddresses(LocalDate day) {
    return !day.isBefore(firstWithAddresses)
        || Stream.iterate(
                day.minusDays(1),
                older ->
                    !older.isBefore(firstDay)
                        && !older.isBefore(day.minusDays(Engagement.LAST_RETENTION)),
                older -> older.minusDays(1))
            .anyMatch(older -> history.wholeDay(older).isEmpty() && !isBeforeTheChain(older));
  }

  private boolean isBeforeTheChain(LocalDate day) {
    return firstOfChain.filter(day::isBefore).isPresent();
  }
}
