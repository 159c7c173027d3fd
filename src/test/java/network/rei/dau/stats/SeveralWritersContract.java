package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes that write one store leave the same content as a single writer. */
abstract class SeveralWritersContract {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2024-05-01T12:00:00Z"), ZoneOffset.UTC);
  private static final int ALL = GrowingChain.CHUNK_SIZE;

  /** The content of a store that does not depend on the writer, in readable form. */
  private record Content(
      List<Long> records, List<PeriodActivity> periods, Map<LocalDate, String> days) {}

  private final List<RecordRepository> opened = new ArrayList<>();
  private final List<StoreAccess> writers = new ArrayList<>();
  private final InMemoryRepository lonely = new InMemoryRepository();
  private final StoreAccess single = access(lonely);
  private long epoch;
  private int turn;

  /** Of one and the same store, empty at first. */
  abstract RecordRepository openShared();

  @AfterEach
  void close() {
    opened.forEach(RecordRepository::close);
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      RecordRepository repository = openShared();
      opened.add(repository);
      writers.add(access(repository));
    }
    epoch = opened.get(0).takeOver();
    assertThat(lonely.takeOver()).isEqualTo(epoch);
  }

  private void load() {
    writers.forEach(writer -> writer.load().toCompletableFuture().join());
    single.load().toCompletableFuture().join();
  }

  private static StoreAccess access(RecordRepository repository) {
    return TestStores.access(repository, (ledger, at) -> {}, NOON, Runnable::run, Runnable::run);
  }

  @Test
  void shouldKeepHoursAndDaysOfNeighbouringRecordsThatTwoNodesCommitByTurns() {
    start(2);
    load();
    GrowingChain chain = new GrowingChain(new Random(1), 40);
    for (long index = 0; index <= chain.lastChunk(); index++) {
      commit(List.of(chain.record(index, ALL)), Removal.NONE);
      assertThat(content(opened.get(0))).isEqualTo(content(lonely));
    }
    assertThat(content(lonely).periods())
        .filteredOn(period -> period.resolution() == Resolution.DAY)
        .hasSizeGreaterThan(2);
  }

  /** Commits what is random by a seed, by three writers in turn. */
  final void holdTheSameAsASingleWriter(int seed) {
    start(3);
    load();
    Random random = new Random(seed);
    GrowingChain chain = new GrowingChain(random, 60);
    for (Runnable step : shuffledWork(chain, random)) {
      step.run();
      assertThat(content(opened.get(0))).isEqualTo(content(lonely));
      if (random.nextInt(5) == 0) {
        requireTheSameAnswers();
      }
    }
    requireTheSameAnswers();
  }

  @Test
  void shouldWriteOnceWhatAStoreOfAnOlderVersionLacks() {
    start(2);
    GrowingChain chain = new GrowingChain(new Random(1), 30);
    List<ChunkRecord> records =
        LongStream.rangeClosed(0, chain.lastChunk()).mapToObj(i -> chain.record(i, ALL)).toList();
    for (RecordRepository repository : List.of(opened.get(0), lonely)) {
      repository.commit(
          new RecordRepository.Commit(epoch, records, List.of(), NOON.instant()),
          (written, stored) -> PeriodChanges.NONE);
    }
    load();
    for (int i = 0; i < 6; i++) {
      // What the first corrects and the second leaves alone, the second must not put back.
      commit(chain.forkAt(chain.lastChunk() - 6 + i), Removal.NONE);
      assertThat(content(opened.get(0))).isEqualTo(content(lonely));
    }
    requireTheSameAnswers();
  }

  private void requireTheSameAnswers() {
    Ledger expected = held(single);
    for (StoreAccess writer : writers) {
      assertThat(answers(held(writer))).isEqualTo(answers(expected));
    }
  }

  /** Chunks in no order, some first in part; then prunings and forks. */
  private List<Runnable> shuffledWork(GrowingChain chain, Random random) {
    List<Long> chunks =
        new ArrayList<>(LongStream.rangeClosed(0, chain.lastChunk()).boxed().toList());
    Collections.shuffle(chunks, random);
    List<Runnable> work = new ArrayList<>();
    for (long chunk : chunks) {
      if (random.nextInt(4) == 0) {
        work.add(() -> commit(List.of(chain.record(chunk, 1 + random.nextInt(ALL))), Removal.NONE));
      }
      work.add(() -> commit(List.of(chain.record(chunk, ALL)), Removal.NONE));
    }
    for (int i = 0; i < 3; i++) {
      work.add(() -> commit(chain.forkAt(chain.lastChunk() - random.nextInt(5)), Removal.NONE));
      work.add(() -> removeAndPutBack(chain, chain.lastChunk() - random.nextInt(3)));
      work.add(() -> prune(Duration.ofHours(48 + random.nextInt(48)), random.nextInt(5)));
    }
    return work;
  }

  private void removeAndPutBack(GrowingChain chain, long index) {
    commit(List.of(), Removal.ofOrphaned(List.of(index)));
    // Shorter than it was, which only a copy that saw it go takes.
    commit(List.of(chain.record(index, ALL / 2)), Removal.NONE);
    requireTheSameAnswers();
    commit(List.of(chain.record(index, ALL)), Removal.NONE);
  }

  private void prune(Duration retention, int historyDays) {
    Ledger ledger = held(single);
    LocalDate first = ledger.lastDay().orElseThrow().minusDays(historyDays);
    List<LocalDate> oldDays =
        ledger.history().daysWithAddresses().stream().filter(day -> day.isBefore(first)).toList();
    commit(
        List.of(),
        new Removal(List.of(), ledger.olderThan(retention, first, Long.MAX_VALUE), oldDays));
  }

  /** By the next of the writers, and by the one that writes alone. */
  private void commit(List<ChunkRecord> records, Removal removal) {
    StoreAccess writer = writers.get(turn++ % writers.size());
    CommitResult expected = reply(single, records, removal);
    assertThat(reply(writer, records, removal)).isEqualTo(expected);
    assertThat(expected).isInstanceOf(CommitResult.Committed.class);
  }

  private CommitResult reply(StoreAccess access, List<ChunkRecord> records, Removal removal) {
    return access.commit(epoch, records, removal).toCompletableFuture().join().result();
  }

  private static Ledger held(StoreAccess access) {
    return access.reconcile().toCompletableFuture().join().ledger();
  }

  private static Content content(RecordRepository repository) {
    List<Long> records = new ArrayList<>();
    repository.forEachFromNewest(stored -> records.add(stored.record().lastBlock()));
    List<PeriodActivity> periods = new ArrayList<>();
    Map<LocalDate, String> days = new TreeMap<>();
    repository.forEachPeriod(periods::add, day -> days.put(day.date(), text(day)));
    periods.sort(
        Comparator.comparing(PeriodActivity::resolution).thenComparing(PeriodActivity::start));
    return new Content(records, periods, days);
  }

  private static String text(DayAddresses day) {
    return HexFormat.of().formatHex(day.table()) + HexFormat.of().formatHex(day.roles());
  }

  private static List<Object> answers(Ledger ledger) {
    WindowActivity day = ledger.rolling(Duration.ofHours(24));
    WindowActivity all = ledger.rolling(Duration.ofDays(366));
    List<Long> lastBlocks = ledger.records().stream().map(LedgerRecord::lastBlock).toList();
    List<PeriodActivity> periods = new ArrayList<>();
    for (Resolution resolution : Resolution.values()) {
      periods.addAll(ledger.history().periods(resolution));
    }
    return List.of(day, all, lastBlocks, periods, ledger.history().daysWithAddresses());
  }
}
