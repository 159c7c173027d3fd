package network.rei.dau.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.RecordRepository;

/** Records of a made-up chain; the same arguments make the same record. */
public final class RecordFixtures {

  /** For commits of which only the records matter. */
  public static final RecordRepository.Statistics NO_STATISTICS =
      (written, stored) -> PeriodChanges.NONE;

  public static final int CHUNK_SIZE = 20;

  private RecordFixtures() {}

  /** The first {@code blocks} blocks of a chunk of {@value #CHUNK_SIZE}. */
  public static ChunkRecord of(long index, int generation, int blocks) {
    return of(new Chunk(index, CHUNK_SIZE), generation, blocks, 3, 50);
  }

  /** As large as an hour of a busy chain: 1,200 blocks, 6,000 transactions, 8,000 addresses. */
  public static ChunkRecord large(long index) {
    return of(new Chunk(index, 1200), 0, 1200, 5, 30_000);
  }

  /**
   * Returns the first blocks of a chunk.
   *
   * @param transactions in each block
   * @param population of the addresses
   */
  public static ChunkRecord of(
      Chunk chunk, int generation, int blocks, int transactions, int population) {
    SplittableRandom random = new SplittableRandom(chunk.index() * 31 + generation);
    BlockActivity.Builder builder = new BlockActivity.Builder();
    List<BlockActivity> chain = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      builder.clear();
      for (int t = 0; t < transactions; t++) {
        builder.add(
            address(random.nextInt(population)),
            random.nextInt(20) == 0 ? null : address(random.nextInt(population)),
            random.nextInt(10) == 0);
      }
      long number = chunk.firstBlock() + i;
      chain.add(
          builder.build(
              new BlockHeader(
                  number,
                  hash(number, generation),
                  hash(number - 1, i == 0 ? 0 : generation),
                  1_700_000_000 + number * 3)));
    }
    return ChunkRecord.of(chunk, generation, chain);
  }

  private static Address address(int number) {
    byte[] bytes = new byte[Address.BYTES];
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return Address.at(bytes, 0);
  }

  private static Hash hash(long number, int generation) {
    SplittableRandom random = new SplittableRandom(number * 1000 + generation);
    return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
