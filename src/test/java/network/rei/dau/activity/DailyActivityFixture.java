package network.rei.dau.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * A ledger of some weeks of a chain with few blocks. Tests commit chunks, prune old records, delete
 * the addresses of old days, and replace the newest blocks by those of a fork.
 */
public final class DailyActivityFixture {

  /** 2024-03-01: in the weeks after it, summer time begins or ends in many time zones. */
  private static final long BEGIN = 1_709_251_200;

  private static final long THREE_YEARS = 3 * 365 * 86_400L;

  private final Random random;
  private final int chunkSize;
  private final Duration retention;
  private final int historyDays;
  private final List<RawBlock> chain = new ArrayList<>();
  private final TreeMap<Long, List<RawBlock>> chainByDay = new TreeMap<>();
  private final TreeSet<Long> entered = new TreeSet<>();
  private final long firstNumber;
  private final Map<Long, ChunkRecord> stored = new HashMap<>();
  private long memoryLimit = Long.MAX_VALUE;
  private ContractTracking tracking = ContractTracking.NONE;
  private Ledger ledger = Ledger.empty();
  private int forks;
  private int generation;

  public DailyActivityFixture(Random random) {
    this.random = random;
    this.chunkSize = 1 + random.nextInt(6);
    this.retention = Duration.ofHours(1 + random.nextInt(24 * 9));
    this.historyDays = random.nextInt(4) == 0 ? random.nextInt(20) : 31 + random.nextInt(15);
    this.firstNumber = random.nextInt(3) == 0 ? 0 : chunkSize * (long) random.nextInt(1_000_000);
    int days = 10 + random.nextInt(60);
    int meanGap = 3600 * (1 + random.nextInt(10));
    long time = BEGIN - random.nextInt(86_400);
    int ofEarlierVersion = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
    boolean oldGenesis = firstNumber == 0 && random.nextBoolean();
    for (long number = firstNumber; time < BEGIN + days * 86_400L; number++) {
      long age = oldGenesis && number == 0 ? THREE_YEARS : 0;
      RawBlock block =
          new RawBlock(
              number,
              time - age,
              0,
              0,
              age > 0 ? List.of() : transactions(),
              RawChain.traffic(random));
      chain.add(number - firstNumber < ofEarlierVersion ? block.withoutDetails() : block);
      time += random.nextInt(40) == 0 ? random.nextInt(4 * 86_400) : random.nextInt(2 * meanGap);
    }
  }

  /** Returns a ledger of which only some records and addresses fit into memory. */
  public static DailyActivityFixture inLittleMemory(Random random) {
    DailyActivityFixture life = new DailyActivityFixture(random);
    life.memoryLimit = (AddressIndex.bytesFor(1024) + random.nextInt(60_000)) * 8 / 7;
    return life;
  }

  private List<RawTransaction> transactions() {
    List<RawTransaction> transactions = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Integer to = random.nextInt(8) == 0 ? null : (Integer) random.nextInt(25);
      transactions.add(
          new RawTransaction(
              random.nextInt(25), to, random.nextInt(6), RawChain.details(random, to != null)));
    }
    return transactions;
  }

  /** Tracks contracts on the days that are stored from now on. */
  public void track(ContractTracking contracts) {
    tracking = contracts;
  }

  public Random random() {
    return random;
  }

  public Ledger ledger() {
    return ledger;
  }

  public int historyDays() {
    return historyDays;
  }

  /** Returns the present blocks of the chain. */
  public List<RawBlock> chain() {
    return chain;
  }

  /** Returns the blocks of the UTC days that a window touches, in the order of the chain. */
  public Stream<RawBlock> blocksOfDays(TimeWindow window) {
    if (chainByDay.isEmpty()) {
      chain.forEach(
          block ->
              chainByDay
                  .computeIfAbsent(block.timestamp() / 86_400, day -> new ArrayList<>())
                  .add(block));
    }
    return chainByDay
        .subMap(
            Math.floorDiv(window.from(), 86_400L), true, Math.floorDiv(window.to(), 86_400L), true)
        .values()
        .stream()
        .flatMap(List::stream);
  }

  /** Returns the present blocks of the chain that were committed, also if they are pruned. */
  public List<RawBlock> committedBlocks() {
    return chain.stream().filter(block -> entered.contains(block.number() / chunkSize)).toList();
  }

  public boolean beginsWithTheChain() {
    return firstNumber == 0;
  }

  public long firstChunk() {
    return firstNumber / chunkSize;
  }

  public long lastChunk() {
    return chain.get(chain.size() - 1).number() / chunkSize;
  }

  /** Returns the chunk of the first block that is not before a time. */
  public long chunkAt(long time) {
    return chain.stream()
            .filter(block -> block.timestamp() >= time)
            .findFirst()
            .orElseThrow()
            .number()
        / chunkSize;
  }

  /** Commits the record of a chunk. */
  public void enter(long chunk) {
    commit(List.of(record(chunk)), LedgerChange.Removal.NONE);
    entered.add(chunk);
  }

  public void prune() {
    commit(
        List.of(),
        new LedgerChange.Removal(
            List.of(), ledger.olderThan(retention, firstDay(), Long.MAX_VALUE), List.of()));
  }

  public void deleteOldAddresses() {
    LocalDate first = firstDay();
    List<LocalDate> old =
        ledger.history().daysWithAddresses().stream().filter(day -> day.isBefore(first)).toList();
    commit(List.of(), new LedgerChange.Removal(List.of(), List.of(), old));
  }

  private LocalDate firstDay() {
    long last = ledger.last().map(LedgerRecord::lastTimestamp).orElse(0L);
    return LocalDate.ofEpochDay(last / 86_400).minusDays(historyDays);
  }

  /** Replaces the newest blocks of the chain by those of a fork, and corrects the ledger. */
  public void fork() {
    if (ledger.isEmpty()) {
      return;
    }
    long last = ledger.last().orElseThrow().index();
    long from = Math.max(last - random.nextInt(4), firstChunk() + 1);
    boolean pruned = entered.tailSet(from - 1).stream().anyMatch(c -> ledger.record(c).isEmpty());
    if (from > last || pruned) {
      return;
    }
    forks++;
    generation++;
    chainByDay.clear();
    boolean first = true;
    boolean otherTimes = random.nextBoolean();
    for (int i = 0; i < chain.size(); i++) {
      RawBlock old = chain.get(i);
      if (old.number() / chunkSize >= from) {
        long later = otherTimes ? random.nextInt(3600) - 1800 : 0;
        chain.set(
            i,
            new RawBlock(
                old.number(),
                Math.max(chain.get(i - 1).timestamp(), old.timestamp() + later),
                forks,
                first ? chain.get(i - 1).fork() : forks,
                transactions(),
                RawChain.traffic(random)));
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
      commit(gone.stream().map(this::record).toList(), LedgerChange.Removal.NONE);
    } else {
      commit(List.of(), LedgerChange.Removal.ofOrphaned(gone));
      entered.removeAll(gone);
    }
  }

  private ChunkRecord record(long chunk) {
    int from = (int) Math.max(0, chunk * chunkSize - firstNumber);
    int to = (int) Math.min(chain.size(), (chunk + 1) * chunkSize - firstNumber);
    return ChunkRecord.of(
        new Chunk(chunk, chunkSize), generation, RawBlock.toActivities(chain.subList(from, to)));
  }

  private void commit(List<ChunkRecord> records, LedgerChange.Removal removal) {
    List<StoredRecord> entries =
        records.stream().map(record -> new StoredRecord(record, Instant.EPOCH)).toList();
    Ledger before = ledger;
    removal.orphaned().forEach(stored::remove);
    records.forEach(record -> stored.put(record.index(), record));
    ledger =
        LedgerChange.of(
                ledger, entries, removal, index -> Optional.ofNullable(stored.get(index)), tracking)
            .ledger()
            .within(memoryLimit);
    removal.pruned().forEach(stored::remove);
    CommitInvariants.assertKept(before.history(), ledger.history());
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
