package network.rei.dau.activity.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;

/**
 * Seven days with 70 million transactions, which are 168 records with 350 transactions a block, of
 * 3 s each.
 */
public final class BenchmarkWeek {

  /** The timestamp of the first block, seconds since 1970. */
  public static final long GENESIS = 1_700_000_000L;

  private static final int RECORDS = 168;
  private static final int CHUNK_SIZE = 1200;
  private static final int TRANSACTIONS_PER_BLOCK = 350;

  private BenchmarkWeek() {}

  /**
   * Returns the ledger of the week.
   *
   * @param addTransaction adds a random transaction to a block
   */
  public static Ledger ledger(BiConsumer<BlockActivity.Builder, SplittableRandom> addTransaction) {
    SplittableRandom random = new SplittableRandom(1);
    Ledger ledger = Ledger.empty();
    Hash parent = hash(random);
    for (int record = 0; record < RECORDS; record++) {
      List<BlockActivity> blocks = blocks(record, parent, random, addTransaction);
      parent = blocks.get(CHUNK_SIZE - 1).hash();
      ledger =
          ledger.with(
              List.of(
                  new StoredRecord(
                      ChunkRecord.of(new Chunk(record, CHUNK_SIZE), 0, blocks), Instant.EPOCH)));
    }
    return ledger;
  }

  private static List<BlockActivity> blocks(
      int record,
      Hash before,
      SplittableRandom random,
      BiConsumer<BlockActivity.Builder, SplittableRandom> addTransaction) {
    List<BlockActivity> blocks = new ArrayList<>();
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    Hash parent = before;
    for (int i = 0; i < CHUNK_SIZE; i++) {
      transactions.clear();
      for (int t = 0; t < TRANSACTIONS_PER_BLOCK; t++) {
        addTransaction.accept(transactions, random);
      }
      Hash hash = hash(random);
      long number = (long) record * CHUNK_SIZE + i;
      blocks.add(transactions.build(new BlockHeader(number, hash, parent, GENESIS + 3 * number)));
      parent = hash;
    }
    return blocks;
  }

  private static Hash hash(SplittableRandom random) {
    return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
