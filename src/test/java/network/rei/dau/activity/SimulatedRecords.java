package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTraffic;
import network.rei.dau.simulator.chain.SimTransaction;

/** Records of a simulated chain, without JSON. */
public final class SimulatedRecords {

  private static final int SELECTOR_END = 2 + 8;

  private SimulatedRecords() {}

  /** Returns the record of the blocks of a chunk that the chain has. */
  public static ChunkRecord of(ChainView chain, Chunk chunk) {
    List<BlockActivity> blocks = new ArrayList<>();
    long last = Math.min(chunk.lastBlock(), chain.head());
    for (long number = chunk.firstBlock(); number <= last; number++) {
      blocks.add(activity(chain.block(number), chain.spec().baseFee()));
    }
    return ChunkRecord.of(chunk, 0, blocks);
  }

  /**
   * Returns a block of a chain.
   *
   * @param baseFee whether the chain has a base fee
   */
  public static BlockActivity activity(SimBlock block, boolean baseFee) {
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    for (SimTransaction transaction : block.transactions()) {
      transactions.add(
          Address.parse(transaction.from()).toBytes(),
          transaction.to() == null ? null : Address.parse(transaction.to()).toBytes(),
          transaction.nonce() == 0,
          kind(transaction));
    }
    SimTraffic traffic = block.traffic();
    return transactions.build(
        new BlockHeader(
            block.number(),
            Hash.parse(block.hash()),
            Hash.parse(block.parentHash()),
            block.timestamp()),
        new BlockTraffic.Entry(
            traffic.gasUsed(),
            traffic.gasLimit(),
            baseFee ? traffic.baseFee() : BlockTraffic.UNKNOWN,
            traffic.size()));
  }

  /** Returns the kind of a transaction. */
  public static TransactionKind kind(SimTransaction transaction) {
    boolean call = transaction.to() != null && transaction.input().length() >= SELECTOR_END;
    return new TransactionKind(
        transaction.input().length() > 2,
        transaction.value() > 0,
        transaction.gasPrice() == 0,
        transaction.type(),
        call,
        call ? HexFormat.fromHexDigits(transaction.input(), 2, SELECTOR_END) : 0);
  }
}
