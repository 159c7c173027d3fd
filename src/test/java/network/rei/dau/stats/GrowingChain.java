package network.rei.dau.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionKind;

/** Some days of blocks about ten minutes apart, of which the newest may become others. */
final class GrowingChain {

  static final int CHUNK_SIZE = 20;

  private static final TransactionKind CALL =
      new TransactionKind(true, false, false, 2, true, 0xa9059cbb);

  private static final long BEGIN = 1_699_990_000;

  private final Random random;
  private final List<BlockActivity> blocks = new ArrayList<>();
  private int generation;

  GrowingChain(Random random, int chunks) {
    this.random = random;
    for (int i = 0; i < chunks * CHUNK_SIZE; i++) {
      add();
    }
  }

  private void add() {
    long number = blocks.size();
    BlockHeader parent = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1).header();
    BlockActivity.Builder builder = new BlockActivity.Builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      builder.add(
          address().toBytes(),
          random.nextInt(9) == 0 ? null : address().toBytes(),
          random.nextInt(7) == 0,
          CALL);
    }
    blocks.add(
        builder.build(
            new BlockHeader(
                number,
                new Hash(number, generation, 0, 1),
                parent == null ? Hash.ZERO : parent.hash(),
                (parent == null ? BEGIN : parent.timestamp()) + random.nextInt(1200))));
  }

  private Address address() {
    return Address.parse(String.format("0x%040x", random.nextInt(60)));
  }

  long lastChunk() {
    return (long) blocks.size() / CHUNK_SIZE - 1;
  }

  /** The first blocks of a chunk. */
  ChunkRecord record(long index, int length) {
    Chunk chunk = new Chunk(index, CHUNK_SIZE);
    int first = (int) chunk.firstBlock();
    return ChunkRecord.of(chunk, generation, blocks.subList(first, first + length));
  }

  /** Makes the chunks from this one on others; returns their records. */
  List<ChunkRecord> forkAt(long index) {
    int length = blocks.size();
    generation++;
    blocks.subList((int) index * CHUNK_SIZE, length).clear();
    while (blocks.size() < length) {
      add();
    }
    return LongStream.rangeClosed(index, lastChunk())
        .mapToObj(chunk -> record(chunk, CHUNK_SIZE))
        .toList();
  }
}
