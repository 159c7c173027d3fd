package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** A ledger of which only the newest part fits into memory counts exactly or says so. */
class LimitedMemoryPropertyTest {

  /** A ledger, the same ledger in little memory, and its records. */
  record Scenario(
      RandomCommits commits, Ledger whole, Ledger limited, Map<Long, ChunkRecord> stored) {

    static Scenario random(Random random) {
      RandomCommits commits = RandomCommits.ended(random);
      Map<Long, ChunkRecord> stored = new HashMap<>();
      commits.held().forEach(held -> stored.put(held.record().index(), held.record()));
      long most = commits.ledger().bytes() - AddressIndex.bytesFor(1024);
      long limit = AddressIndex.bytesFor(1024) + (long) (random.nextDouble() * 1.2 * most);
      return new Scenario(
          commits, commits.ledger(), commits.ledger().within(limit * 8 / 7), stored);
    }
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Arbitraries.randomValue(Scenario::random);
  }

  @Property
  void shouldCountEveryWindowExactlyOrNotAtAll(@ForAll("scenarios") Scenario scenario) {
    for (TimeWindow window : scenario.commits().windows(10)) {
      assertEqualOrUnavailable(
          scenario.limited(), scenario.limited().during(window), scenario.whole().during(window));
      assertThat(scenario.limited().during(window).availableFrom().isEmpty())
          .isEqualTo(
              scenario.limited().records().stream()
                  .filter(record -> !record.isInMemory())
                  .noneMatch(
                      record -> record.firstAt(window.from()) < record.firstAt(window.to())));
    }
    for (BlockRange range : scenario.commits().ranges(10)) {
      assertEqualOrUnavailable(
          scenario.limited(), scenario.limited().between(range), scenario.whole().between(range));
    }
    for (int i = 0; i < 5; i++) {
      Duration length = Duration.ofSeconds(scenario.commits().length());
      assertEqualOrUnavailable(
          scenario.limited(), scenario.limited().rolling(length), scenario.whole().rolling(length));
    }
  }

  private static void assertEqualOrUnavailable(
      Ledger limited, WindowActivity activity, WindowActivity expected) {
    if (activity.availableFrom().isEmpty()) {
      assertThat(activity).isEqualTo(expected);
      return;
    }
    assertThat(activity.availableFrom()).isEqualTo(limited.availableFrom());
    assertThat(activity.isKnown()).isFalse();
    assertThat(activity.complete()).isFalse();
    assertThat(activity.counts()).isEqualTo(ActivityCounts.NONE);
    assertThat(activity.missingBlocks()).isEqualTo(expected.missingBlocks());
    assertThat(activity.span()).isEqualTo(expected.span());
    assertThat(activity.records()).isEqualTo(expected.records());
  }

  @Property
  void shouldCountEveryWindowExactlyIfRecordsAreRead(@ForAll("scenarios") Scenario scenario) {
    for (TimeWindow window : scenario.commits().windows(10)) {
      WindowSum sum =
          scenario
              .limited()
              .sum(window, index -> Optional.ofNullable(scenario.stored().get(index)));
      assertThat(sum.activity()).isEqualTo(scenario.whole().during(window));
      assertThat(scenario.limited().sum(window, index -> Optional.empty()).activity())
          .isEqualTo(scenario.limited().during(window));
    }
  }

  @Property
  void shouldKeepTheOutlineOfEveryRecord(@ForAll("scenarios") Scenario scenario) {
    assertThat(outlines(scenario.limited())).isEqualTo(outlines(scenario.whole()));
    boolean inMemory = false;
    for (LedgerRecord record : scenario.limited().records()) {
      assertThat(record.isInMemory() || !inMemory).as("the newest part is in memory").isTrue();
      inMemory |= record.isInMemory();
    }
    assertThat(scenario.limited().isInMemory())
        .isEqualTo(scenario.limited().availableFrom().isEmpty());
    assertThat(scenario.limited().bytesOfAll()).isGreaterThanOrEqualTo(scenario.limited().bytes());
  }

  private static List<Object> outlines(Ledger ledger) {
    return ledger.records().stream()
        .<Object>map(
            record ->
                List.of(
                    record.blocks(),
                    record.generation(),
                    record.parentHash(),
                    record.lastHash(),
                    record.firstTimestamp(),
                    record.lastTimestamp(),
                    record.days(),
                    record.counts()))
        .toList();
  }

  @Property
  void shouldCountEverythingAgainOnceAllRecordsAreRead(@ForAll("scenarios") Scenario scenario) {
    Ledger ledger = scenario.limited();
    OptionalLong next = ledger.nextToLoad(Long.MAX_VALUE);
    while (next.isPresent()) {
      ledger =
          ledger.loaded(new StoredRecord(scenario.stored().get(next.getAsLong()), Instant.EPOCH));
      assertThat(ledger.record(next.getAsLong()).orElseThrow().isInMemory()).isTrue();
      next = ledger.nextToLoad(Long.MAX_VALUE);
    }
    assertThat(ledger.isInMemory()).isTrue();
    for (TimeWindow window : scenario.commits().windows(10)) {
      assertThat(ledger.during(window)).isEqualTo(scenario.whole().during(window));
    }
  }
}
