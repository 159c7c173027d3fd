package network.rei.dau.stats;

import java.util.List;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;

/** Linked blocks, 3 s apart if nothing else is said, a transaction each. */
public final class TestBlocks {

  /** When block 0 was made, seconds since 1970. */
  public static final long START = 1_700_000_000;

  private TestBlocks() {}

  public static Hash hash(long number) {
    return number < 0 ? Hash.ZERO : new Hash(number, 0, 0, 1);
  }

  public static BlockHeader header(long number) {
    return header(number, 3);
  }

  public static BlockHeader header(long number, int secondsApart) {
    return new BlockHeader(number, hash(number), hash(number - 1), START + secondsApart * number);
  }

  public static BlockActivity block(BlockHeader header) {
    return new BlockActivity.Builder()
        .add(address(header.number()), address(header.number() + 1), true)
        .build(header);
  }

  /** The blocks from {@code first} to {@code last}. */
  public static List<BlockActivity> blocks(long first, long last) {
    return blocks(first, last, 3);
  }

  public static List<BlockActivity> blocks(long first, long last, int secondsApart) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> block(header(n, secondsApart)))
        .toList();
  }

  /** The record of a chunk, up to block {@code last}. */
  public static ChunkRecord record(Chunk chunk, long last) {
    return ChunkRecord.of(chunk, 0, blocks(chunk.firstBlock(), last));
  }

  private static Address address(long number) {
    return Address.parse(String.format("0x%040x", number % 50));
  }
}
