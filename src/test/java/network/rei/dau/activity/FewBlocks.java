package network.rei.dau.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import network.rei.dau.activity.RawBlock.RawTransaction;

/**
 * A chain that a test writes down block by block, from block 0 on, and a ledger that its records
 * enter. Times are those of 2024, such as {@code 01-31T23:59}.
 */
final class FewBlocks {

  private final int chunkSize;
  private final List<RawBlock> chain = new ArrayList<>();
  private final TreeSet<Long> forked = new TreeSet<>();
  private Ledger ledger = Ledger.empty();
  private PeriodChanges last = PeriodChanges.NONE;
  private int generation;
  private int fork;

  FewBlocks(int chunkSize) {
    this.chunkSize = chunkSize;
  }

  static RawTransaction sends(int from, int to) {
    return new RawTransaction(from, to, 7);
  }

  /** The sender's first transaction. */
  static RawTransaction begins(int from, int to) {
    return new RawTransaction(from, to, 0);
  }

  static long time(String time) {
    return LocalDateTime.parse("2024-" + time).toEpochSecond(ZoneOffset.UTC);
  }

  static LocalDate date(String date) {
    return LocalDate.parse("2024-" + date);
  }

  FewBlocks block(String time, RawTransaction... transactions) {
    return block(time(time), transactions);
  }

  FewBlocks block(long timestamp, RawTransaction... transactions) {
    int parentFork = chain.isEmpty() ? fork : chain.get(chain.size() - 1).fork();
    chain.add(new RawBlock(chain.size(), timestamp, fork, parentFork, Arrays.asList(transactions)));
    return this;
  }

  /** A block at noon of each of so many days, without transactions. */
  FewBlocks noons(String first, int days) {
    for (int i = 0; i < days; i++) {
      block(time(first + "T12:00") + i * KnownDays.SECONDS_A_DAY);
    }
    return this;
  }

  /** The chain leaves its blocks from this one on; those that follow are of another branch. */
  FewBlocks leave(long number) {
    chain.subList((int) number, chain.size()).clear();
    forked.add(number / chunkSize);
    fork++;
    generation++;
    return this;
  }

  long head() {
    return chain.size() - 1L;
  }

  ChunkRecord record(long chunk) {
    List<RawBlock> blocks =
        chain.stream().filter(block -> block.number() / chunkSize == chunk).toList();
    int of = forked.isEmpty() || forked.first() > chunk ? 0 : generation;
    return ChunkRecord.of(new Chunk(chunk, chunkSize), of, RawBlock.toActivities(blocks));
  }

  /** The records of some chunks enter in one commit, up to the chain's head. */
  PeriodChanges enter(long... chunks) {
    return commit(Arrays.stream(chunks).boxed().toList(), LedgerChange.Leaving.NOTHING);
  }

  /** All records enter, a commit each, oldest first. */
  FewBlocks enterAll() {
    LongStream.rangeClosed(0, head() / chunkSize).forEach(this::enter);
    return this;
  }

  PeriodChanges remove(Long... chunks) {
    return commit(List.of(), LedgerChange.Leaving.ofChain(List.of(chunks)));
  }

  PeriodChanges prune(Long... chunks) {
    return commit(List.of(), new LedgerChange.Leaving(List.of(), List.of(chunks), List.of()));
  }

  PeriodChanges forget(LocalDate... days) {
    return commit(List.of(), new LedgerChange.Leaving(List.of(), List.of(), List.of(days)));
  }

  private PeriodChanges commit(List<Long> chunks, LedgerChange.Leaving leaving) {
    List<Ledger.Entry> entries =
        chunks.stream().map(chunk -> new Ledger.Entry(record(chunk), Instant.EPOCH)).toList();
    LedgerChange change = LedgerChange.of(ledger, entries, leaving);
    ledger = change.ledger();
    last = change.periods();
    return last;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Which records neither a retention of so many hours nor an incomplete day needs. */
  List<Long> prunable(int hours, String firstDay) {
    return ledger.olderThan(Duration.ofHours(hours), date(firstDay));
  }

  /** What is kept of a period: that of its resolution which holds the time. */
  Optional<PeriodActivity> kept(Resolution resolution, String time) {
    return ledger.history().period(resolution, resolution.around(time(time)).from());
  }

  PeriodActivity day(String date) {
    return kept(Resolution.DAY, date + "T00:00").orElseThrow();
  }

  Engagement engagement(String date) {
    return day(date).engagement();
  }

  /** As people are told of it. */
  PeriodActivity told(Resolution resolution, String time) {
    return new Timeline(ledger).at(resolution, resolution.around(time(time)));
  }

  boolean hasAddresses(String date) {
    return ledger.history().hasAddresses(date(date));
  }
}
