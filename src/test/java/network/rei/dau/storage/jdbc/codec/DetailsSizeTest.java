package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import network.rei.dau.activity.SimulatedRecords;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the details of transactions and the traffic of blocks add to a record. */
class DetailsSizeTest {

  /** At most 3 bytes a transaction, those of its block included. */
  @ParameterizedTest
  @CsvSource({"10, 1200, false", "10, 1200, true", "400, 150, true"})
  void shouldAddAtMost3BytesToATransaction(double transactions, int blocks, boolean baseFee) {
    ChainSpec spec =
        ChainSpec.of(1, blocks)
            .withTraffic(TrafficProfile.steady().withTransactionsPerBlock(transactions));
    ChunkRecord record =
        SimulatedRecords.of(
            SimulatedChain.of(baseFee ? spec.withBaseFee() : spec).view(), new Chunk(0, 1200));
    ChunkRecord without = withoutDetails(record);
    TransactionDetails details = record.columns().details().orElseThrow();
    double memory = details.bytes() + record.columns().traffic().bytes();
    double disk = RecordCodec.encode(record).length - RecordCodec.encode(without).length;
    assertThat(memory / record.transactionCount()).isBetween(1.0, 3.0);
    assertThat(disk / record.transactionCount()).isBetween(1.0, 3.0);
  }

  private static ChunkRecord withoutDetails(ChunkRecord record) {
    ChunkRecord.Columns columns = record.columns();
    return new ChunkRecord(
        record.chunk(),
        record.generation(),
        new ChunkRecord.Columns(
            columns.parentHash(),
            columns.hashes(),
            columns.timestamps(),
            columns.transactionStarts(),
            columns.addressTable(),
            columns.senders(),
            columns.recipients()));
  }
}
