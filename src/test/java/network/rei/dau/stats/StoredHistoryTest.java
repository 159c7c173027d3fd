package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.contract.ContractTimeline;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statistics of hours and days survive restarts and failed commits. */
class StoredHistoryTest {

  private static final int ALL = GrowingChain.CHUNK_SIZE;
  private static final Address LABELLED = Address.parse("0x%040x".formatted(4));

  /** The statistics and records of a ledger, and the users of a contract by days. */
  private record Content(
      List<PeriodActivity> periods,
      List<LocalDate> days,
      List<Long> records,
      List<ContractTimeline.Point> users) {

    static Content in(LedgerReplica replica) {
      Ledger ledger = replica.current().ledger();
      List<PeriodActivity> periods = new ArrayList<>();
      for (Resolution resolution : Resolution.values()) {
        periods.addAll(ledger.history().periods(resolution));
      }
      return new Content(
          periods,
          ledger.history().daysWithAddresses(),
          ledger.records().stream().map(LedgerRecord::lastBlock).toList(),
          usersOf(ledger, LABELLED));
    }
  }

  private static List<ContractTimeline.Point> usersOf(Ledger ledger, Address contract) {
    return new ContractTimeline(
            ledger,
            List.of(contract),
            ContractSeries.Metric.USERS,
            Resolution.DAY,
            PeriodCalendar.UTC,
            ledger.filter(SystemRules.NONE))
        .points(OptionalLong.of(0), OptionalLong.empty(), 1_000);
  }

  @TempDir private Path folder;
  private final GrowingChain chain = new GrowingChain(new Random(1), 40);
  private final InMemoryRepository memory = new InMemoryRepository();
  private final long epoch = memory.takeOver();

  /** A replica that is never restarted. */
  private final LedgerReplica undisturbed = loaded(memory);

  private RecordRepository disk;
  private LedgerReplica replica;

  @BeforeEach
  void open() {
    disk =
        JdbcRecordRepository.open(
            new StoreSettings(folder, Optional.empty()),
            new StoreIdentity(47805, ALL, Optional.empty()));
    replica = loaded(disk);
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private void restart() {
    close();
    open();
  }

  private static LedgerReplica loaded(RecordRepository repository) {
    LedgerReplica replica =
        new LedgerReplica(
            repository,
            LedgerMemory.UNLIMITED,
            new ContractTracking(() -> List.of(LABELLED), 1, 100));
    replica.load();
    return replica;
  }

  @Test
  void shouldHaveTheSameStatisticsAfterARestart() {
    disk.takeOver();
    for (long index = 0; index <= chain.lastChunk(); index++) {
      commitToBoth(List.of(chain.record(index, ALL)), Removal.NONE);
      if (index % 8 == 7) {
        restart();
        assertThat(Content.in(replica)).isEqualTo(Content.in(undisturbed));
        commitToBoth(List.of(), olderThanADay());
      }
    }
    restart();
    assertThat(Content.in(replica)).isEqualTo(Content.in(undisturbed));
    assertThat(wholeDays(replica)).hasSizeGreaterThan(3);
    assertThat(replica.current().ledger().record(0)).as("long pruned").isEmpty();
    long recorded = new WindowLookup(replica.current().ledger()).recordedFrom().orElseThrow();
    assertThat(Content.in(replica).users())
        .as("a day before the records")
        .anyMatch(day -> day.window().from() < recorded && day.value().isPresent());
  }

  @Test
  void shouldChangeNothingByAFailedCommit() {
    disk.takeOver();
    commitToBoth(records(0, 12), Removal.NONE);
    Content before = Content.in(undisturbed);
    memory.failWith("disk full");

    assertThatThrownBy(
            () -> undisturbed.commit(epoch, records(13, 30), Removal.NONE, Instant.EPOCH))
        .isInstanceOf(StorageException.class);

    assertThat(Content.in(undisturbed)).isEqualTo(before);
    memory.recover();
    assertThat(Content.in(loaded(memory))).isEqualTo(before);
    commitToBoth(records(13, 30), Removal.NONE);
    assertThat(Content.in(undisturbed)).isEqualTo(Content.in(replica));
    assertThat(wholeDays(replica)).extracting(PeriodActivity::revision).containsOnly(1);
  }

  @Test
  void shouldRaiseTheRevisionOfACorrectedDayAcrossRestarts() {
    disk.takeOver();
    replica.commit(epoch, records(0, chain.lastChunk()), Removal.NONE, Instant.EPOCH);
    int first = wholeDays(replica).get(0).revision();
    LocalDate corrected =
        LocalDate.ofInstant(
            Instant.ofEpochSecond(
                replica.current().ledger().record(20).orElseThrow().firstTimestamp()),
            ZoneOffset.UTC);
    assertThat(revision(corrected)).isEqualTo(1);
    for (int revision = 2; revision <= 4; revision++) {
      restart();
      replica.commit(epoch, chain.forkAt(20), Removal.NONE, Instant.EPOCH);
      assertThat(revision(corrected)).isEqualTo(revision);
    }
    restart();
    assertThat(revision(corrected)).isEqualTo(4);
    assertThat(wholeDays(replica).get(0).revision()).as("the first day").isEqualTo(first);
  }

  private int revision(LocalDate date) {
    return replica.current().ledger().history().wholeDay(date).orElseThrow().revision();
  }

  private static List<PeriodActivity> wholeDays(LedgerReplica of) {
    return of.current().ledger().history().periods(Resolution.DAY).stream()
        .filter(day -> day.activity().complete())
        .toList();
  }

  private List<ChunkRecord> records(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> chain.record(i, ALL)).toList();
  }

  private Removal olderThanADay() {
    Ledger ledger = undisturbed.current().ledger();
    LocalDate first = ledger.lastDay().orElseThrow().minusDays(2);
    List<LocalDate> oldDays =
        ledger.history().daysWithAddresses().stream().filter(day -> day.isBefore(first)).toList();
    return new Removal(
        List.of(), ledger.olderThan(Duration.ofDays(1), first, Long.MAX_VALUE), oldDays);
  }

  private void commitToBoth(List<ChunkRecord> records, Removal removal) {
    for (LedgerReplica each : List.of(replica, undisturbed)) {
      assertThat(each.commit(epoch, records, removal, Instant.EPOCH))
          .isInstanceOf(CommitResult.Committed.class);
    }
  }
}
