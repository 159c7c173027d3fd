package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.SimulatedRecords;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.contract.DayCalls;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.Dapps;
import network.rei.dau.simulator.chain.DemoChain;
import network.rei.dau.simulator.chain.SimulatedChain;
import org.junit.jupiter.api.Test;

/** What the users of tracked contracts add to the addresses of a day of the demo. */
class DayCallsSizeTest {

  private static final int CHUNK_SIZE = 1200;
  private static final int RECORDS_OF_TWO_DAYS = 50;

  @Test
  void shouldTakeTwoBytesAtMostForAUserOfATrackedContract() {
    ChainSpec spec = DemoChain.spec(Instant.parse("2026-11-23T17:43:29Z"));
    List<Address> labels =
        Dapps.labels(spec).stream()
            .skip(1)
            .map(row -> Address.parse(row.substring(0, row.indexOf(','))))
            .toList();
    DayAddresses day = lastDay(spec, new ContractTracking(() -> labels, 100, 500));
    DayCalls calls = day.calls().orElseThrow();
    int users = IntStream.range(0, calls.size()).map(i -> calls.users()[i].length).sum();
    int bytes = DayCallsCodec.encode(calls).length;

    assertThat(calls.size()).isGreaterThanOrEqualTo(labels.size());
    assertThat(users).isGreaterThan(1_000);
    assertThat(bytes - 25 * calls.size()).isBetween(users, 2 * users);
  }

  private static DayAddresses lastDay(ChainSpec spec, ContractTracking tracking) {
    ChainView view = SimulatedChain.of(spec).view();
    long last = view.head() / CHUNK_SIZE;
    List<StoredRecord> records = new ArrayList<>();
    for (long index = last - RECORDS_OF_TWO_DAYS; index < last; index++) {
      records.add(
          new StoredRecord(SimulatedRecords.of(view, new Chunk(index, CHUNK_SIZE)), Instant.EPOCH));
    }
    List<DayAddresses> days =
        LedgerChange.of(
                Ledger.empty(),
                records,
                LedgerChange.Removal.NONE,
                index -> Optional.empty(),
                tracking)
            .periods()
            .addresses();
    return days.get(days.size() - 1);
  }
}
