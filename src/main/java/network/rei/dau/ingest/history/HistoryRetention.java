package network.rei.dau.ingest.history;

import java.time.Instant;
import java.time.LocalDate;
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
   * The first day that a backfill may begin with: the day of the first block of Ethereum, since no
   * chain of this kind has an older one.
   */
  public static final LocalDate OLDEST_DAY = LocalDate.of(2015, 7, 30);

  /**
   * Returns the history that the settings ask for.
   *
   * @param backfill the first day of a requested backfill
   * @return empty if nothing is stored, or no history is configured or requested
   */
  public static Optional<HistoryRetention> of(
      Ledger ledger, IngestSettings settings, Optional<LocalDate> backfill) {
    return of(ledger, settings, backfill, Instant.MAX);
  }

  /**
   * As {@link #of(Ledger, IngestSettings, Optional)}, counted from a time if the last processed
   * block has a later timestamp.
   *
   * @param latest the latest time that a block can have
   */
  public static Optional<HistoryRetention> of(
      Ledger ledger, IngestSettings settings, Optional<LocalDate> backfill, Instant latest) {
    if (ledger.isEmpty() || (settings.historyDays() == 0 && backfill.isEmpty())) {
      return Optional.empty();
    }
    long end = Math.min(latest.getEpochSecond(), ledger.last().orElseThrow().lastTimestamp());
    LocalDate last = History.date(end);
    LocalDate first = last.minusDays(settings.historyDays());
    return Optional.of(
        new HistoryRetention(
            ledger.history(),
            backfill.filter(from -> from.isBefore(first)).orElse(first),
            first,
            History.date(end - settings.retention().toSeconds()),
            ledger.firstDayOfChain()));
  }

  /**
   * Returns what neither the retention nor the history needs any more. A last processed block with
   * a timestamp that is too far in the future counts at the latest time that a block can have, so
   * that one wrong timestamp deletes nothing.
   *
   * @param backfill the first day of a requested backfill
   * @param now the time by the clock
   */
  public static LedgerChange.Removal expired(
      Ledger ledger, IngestSettings settings, Optional<LocalDate> backfill, Instant now) {
    Instant latest = Instant.ofEpochSecond(settings.clockBound().latestTimestamp(now));
    Optional<HistoryRetention> wanted = of(ledger, settings, backfill, latest);
    LocalDate firstDay = wanted.map(HistoryRetention::firstDay).orElse(LocalDate.MAX);
    return new LedgerChange.Removal(
        List.of(),
        ledger.olderThan(settings.retention(), firstDay, latest.getEpochSecond()),
        wanted
            .map(HistoryRetention::expiredAddresses)
            .orElseGet(() -> ledger.history().daysWithAddresses()));
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
