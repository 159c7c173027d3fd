package network.rei.dau.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import network.rei.dau.activity.RawBlock.RawTransaction;

/**
 * A ledger over weeks of a chain of few blocks: chunks enter, old ones are pruned, addresses of old
 * days are forgotten, the newest blocks are replaced by a fork's.
 */
final class LongLife {

  private static final long BEGIN = 1_699_920_000;

  private final Random random;
  private final int chunkSize;
  private final Duration retention;
  private final int historyDays;
  private final List<RawBlock> chain = new ArrayList<>();
  private final TreeSet<Long> entered = new TreeSet<>();
  private final long firstNumber;
  private Ledger ledger = Ledger.empty();
  private int forks;
  private int generation;

  LongLife(Random random) {
    this.random = random;
    this.chunkSize = 1 + random.nextInt(6);
    this.retention = Duration.ofHours(24 + random.nextInt(24 * 8));
    this.historyDays = random.nextInt(4) == 0 ? random.nextInt(20) : 31 + random.nextInt(15);
    this.firstNumber = random.nextInt(3) == 0 ? 0 : chunkSize * (long) random.nextInt(1_000_000);
    int days = 10 + random.nextInt(60);
    int meanGap = 3600 * (1 + random.nextInt(10));
    long time = BEGIN - random.nextInt(86_400);
    for (long number = firstNumber; time < BEGIN + days * 86_400L; number++) {
      chain.add(new RawBlock(number, time, 0, 0, transactions()));
      time += random.nextInt(40) == 0 ? random.nextInt(4 * 86_400) : random.nextInt(2 * meanGap);
    }
  }

  private List<RawTransaction> transactions() {
    List<RawTransaction> transactions = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      transactions.add(
          new RawTransaction(
              random.nextInt(25),
              random.nextInt(8) == 0 ? null : random.nextInt(25),
              random.nextInt(6)));
    }
    return transactions;
  }

  Random random() {
    return random;
  }

  Ledger ledger() {
    return ledger;
  }

  int historyDays() {
    return historyDays;
  }

  /** The blocks that the chain has now. */
  List<RawBlock> chain() {
    return chain;
  }

  boolean beginsWithTheChain() {
    return firstNumber == 0;
  }

  long firstChunk() {
    return firstNumber / chunkSize;
  }

  long lastChunk() {
    return chain.get(chain.size() - 1).number() / chunkSize;
  }

  /** The chunk of the first block that is not before a time. */
  long chunkAt(long time) {
    return chain.stream()
            .filter(block -> block.timestamp() >= time)
            .findFirst()
            .orElseThrow()
            .number()
        / chunkSize;
  }

  void enter(long chunk) {
    List<RawBlock> blocks =
        chain.stream().filter(block -> block.number() / chunkSize == chunk).toList();
    ChunkRecord record =
        ChunkRecord.of(new Chunk(chunk, chunkSize), generation, RawBlock.toActivities(blocks));
    commit(List.of(record), LedgerChange.Leaving.NOTHING);
    entered.add(chunk);
  }

  void prune() {
    commit(
        List.of(),
        new LedgerChange.Leaving(List.of(), ledger.olderThan(retention, firstDay()), List.of()));
  }

  void forgetAddresses() {
    LocalDate first = firstDay();
    List<LocalDate> old =
        ledger.history().daysWithAddresses().stream().filter(day -> day.isBefore(first)).toList();
    commit(List.of(), new LedgerChange.Leaving(List.of(), List.of(), old));
  }

  private LocalDate firstDay() {
    long last = ledger.last().map(LedgerRecord::lastTimestamp).orElse(0L);
    return LocalDate.ofEpochDay(last / 86_400).minusDays(historyDays);
  }

  /** The newest stored blocks turn out to be of a branch that the chain has left. */
  void fork() {
    if (ledger.isEmpty()) {
      return;
    }
    long last = ledger.last().orElseThrow().index();
    long from = Math.max(last - random.nextInt(4), firstChunk() + 1);
    boolean pruned = entered.tailSet(from).stream().anyMatch(c -> ledger.record(c).isEmpty());
    if (from > last || pruned) {
      return;
    }
    forks++;
    generation++;
    boolean first = true;
    for (int i = 0; i < chain.size(); i++) {
      RawBlock old = chain.get(i);
      if (old.number() / chunkSize >= from) {
        chain.set(
            i,
            new RawBlock(
                old.number(),
                old.timestamp(),
                forks,
                first ? chain.get(i - 1).fork() : forks,
                transactions()));
        first = false;
      }
    }
    List<Long> gone =
        LongStream.rangeClosed(from, last)
            .filter(chunk -> ledger.record(chunk).isPresent())
            .boxed()
            .toList();
    boolean atOnce = random.nextBoolean();
    if (atOnce) {
      List<ChunkRecord> others =
          gone.stream()
              .map(
                  chunk ->
                      ChunkRecord.of(
                          new Chunk(chunk, chunkSize),
                          generation,
                          RawBlock.toActivities(
                              chain.stream()
                                  .filter(block -> block.number() / chunkSize == chunk)
                                  .toList())))
              .toList();
      commit(others, LedgerChange.Leaving.NOTHING);
    } else {
      commit(List.of(), LedgerChange.Leaving.ofChain(gone));
      entered.removeAll(gone);
    }
  }

  private void commit(List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    List<Ledger.Entry> entries =
        records.stream().map(record -> new Ledger.Entry(record, Instant.EPOCH)).toList();
    ledger = LedgerChange.of(ledger, entries, leaving).ledger();
  }

  @Override
  public String toString() {
    return "chunks of "
        + chunkSize
        + ", blocks from "
        + firstNumber
        + ", "
        + chain.size()
        + " of them, retention "
        + retention
        + ", history of "
        + historyDays
        + " days, entered "
        + entered;
  }
}
