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
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.period.DayLookup;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;

/**
 * A chain that a test writes down block by block, from block 0 on, and a ledger that its records
 * enter. Times are those of 2024, such as {@code 01-31T23:59}.
 */
public final class LedgerFixture {

  private final int chunkSize;
  private final List<RawBlock> chain = new ArrayList<>();
  private final TreeSet<Long> forked = new TreeSet<>();
  private Ledger ledger = Ledger.empty();
  private PeriodChanges last = PeriodChanges.NONE;
  private int generation;
  private int fork;

  public LedgerFixture(int chunkSize) {
    this.chunkSize = chunkSize;
  }

  public static RawTransaction sends(int from, int to) {
    return new RawTransaction(from, to, 7);
  }

  /** The sender's first transaction. */
  public static RawTransaction begins(int from, int to) {
    return new RawTransaction(from, to, 0);
  }

  public static long time(String time) {
    return LocalDateTime.parse("2024-" + time).toEpochSecond(ZoneOffset.UTC);
  }

  public static LocalDate date(String date) {
    return LocalDate.parse("2024-" + date);
  }

  public LedgerFixture block(String time, RawTransaction... transactions) {
    return block(time(time), transactions);
  }

  public LedgerFixture block(long timestamp, RawTransaction... transactions) {
    int parentFork = chain.isEmpty() ? fork : chain.get(chain.size() - 1).fork();
    chain.add(new RawBlock(chain.size(), timestamp, fork, parentFork, Arrays.asList(transactions)));
    return this;
  }

  /** A block at noon of each of so many days, without transactions. */
  public LedgerFixture noons(String first, int days) {
    for (int i = 0; i < days; i++) {
      block(time(first + "T12:00") + i * DayLookup.SECONDS_A_DAY);
    }
    return this;
  }

  /** The chain leaves its blocks from this one on; those that follow are of another branch. */
  public LedgerFixture leave(long number) {
    chain.subList((int) number, chain.size()).clear();
    forked.add(number / chunkSize);
    fork++;
    generation++;
    return this;
  }

  public long head() {
    return chain.size() - 1L;
  }

  public ChunkRecord record(long chunk) {
    List<RawBlock> blocks =
        chain.stream().filter(block -> block.number() / chunkSize == chunk).toList();
    int of = forked.isEmpty() || forked.first() > chunk ? 0 : generation;
    return ChunkRecord.of(new Chunk(chunk, chunkSize), of, RawBlock.toActivities(blocks));
  }

  /** The records of some chunks enter in one commit, up to the chain's head. */
  public PeriodChanges enter(long... chunks) {
    return commit(Arrays.stream(chunks).boxed().toList(), LedgerChange.Removal.NONE);
  }

  /** All records enter, a commit each, oldest first. */
  public LedgerFixture enterAll() {
    LongStream.rangeClosed(0, head() / chunkSize).forEach(this::enter);
    return this;
  }

  public PeriodChanges remove(Long... chunks) {
    return commit(List.of(), LedgerChange.Removal.ofOrphaned(List.of(chunks)));
  }

  public PeriodChanges prune(Long... chunks) {
    return commit(List.of(), new LedgerChange.Removal(List.of(), List.of(chunks), List.of()));
  }

  public PeriodChanges deleteAddresses(LocalDate... days) {
    return commit(List.of(), new LedgerChange.Removal(List.of(), List.of(), List.of(days)));
  }

  private PeriodChanges commit(List<Long> chunks, LedgerChange.Removal removal) {
    List<StoredRecord> entries =
        chunks.stream().map(chunk -> new StoredRecord(record(chunk), Instant.EPOCH)).toList();
    LedgerChange change = LedgerChange.of(ledger, entries, removal);
    ledger = change.ledger();
    last = change.periods();
    return last;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Which records neither a retention of so many hours nor an incomplete day needs. */
  public List<Long> prunable(int hours, String firstDay) {
    return ledger.olderThan(Duration.ofHours(hours), date(firstDay));
  }

  /** What is kept of a period: that of its resolution which holds the time. */
  public Optional<PeriodActivity> kept(Resolution resolution, String time) {
    return ledger.history().period(resolution, resolution.around(time(time)).from());
  }

  public PeriodActivity day(String date) {
    return kept(Resolution.DAY, date + "T00:00").orElseThrow();
  }

  public Engagement engagement(String date) {
    return day(date).engagement();
  }

  /** Returns the readable form. */
  public PeriodActivity told(Resolution resolution, String time) {
    return new Timeline(ledger).at(resolution, resolution.around(time(time)));
  }

  public boolean hasAddresses(String date) {
    return ledger.history().hasAddresses(date(date));
  }
}
