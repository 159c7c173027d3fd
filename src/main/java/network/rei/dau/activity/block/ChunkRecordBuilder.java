package network.rei.dau.activity.block;

import java.util.List;

/** Builds a record from blocks. */
final class ChunkRecordBuilder {

  private final Chunk chunk;
  private final BlockColumns.Builder blocks = new BlockColumns.Builder();

  /** All blocks of the record, if they came in columns. */
  private BlockColumns whole;

  ChunkRecordBuilder(Chunk chunk) {
    this.chunk = chunk;
  }

  /** Starts with the blocks of a record. */
  ChunkRecordBuilder(ChunkRecord record) {
    this(record, record.blockCount());
  }

  /** Starts with the first blocks of a record. */
  ChunkRecordBuilder(ChunkRecord record, int kept) {
    this(record.chunk());
    blocks.add(record, kept);
  }

  ChunkRecordBuilder add(List<BlockActivity> more) {
    if (blocks.size() == 0 && more instanceof BlockColumns columns && !columns.isEmpty()) {
      requireNext(columns.header(0).number(), 0);
      requireNext(columns.header(columns.size() - 1).number(), columns.size() - 1);
      whole = columns;
    } else {
      for (BlockActivity block : more) {
        requireNext(block.number(), blocks.size());
        blocks.add(block);
      }
    }
    return this;
  }

  ChunkRecord build(int generation) {
    if (whole == null && blocks.size() == 0) {
      throw new IllegalArgumentException("no record of chunk " + chunk.index() + " without blocks");
    }
    BlockColumns all = whole == null ? blocks.build() : whole;
    return new ChunkRecord(chunk, generation, all.toRecord());
  }

  private void requireNext(long number, int place) {
    long expected = chunk.firstBlock() + place;
    if (number != expected || expected > chunk.lastBlock()) {
      throw new IllegalArgumentException(
          "block "
              + number
              + " is not the next of chunk "
              + chunk.index()
              + " after "
              + place
              + " blocks");
    }
  }
}
