package network.rei.dau.stats.answer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.activity.ledger.Ledger;

/** Creates small ledgers of blocks with one transaction each, at a fixed interval. */
public final class TestLedgers {

  /** When each record was stored. */
  public static final Instant STORED_AT = Instant.parse("2026-03-05T12:00:07.250Z");

  private TestLedgers() {}

  /** Returns the address that ends with a number. */
  public static Address address(int number) {
    return Address.parse("0x%040x".formatted(number));
  }

  /**
   * Returns a ledger of the blocks {@code first} to {@code last}; {@code last} has the given time.
   * Block n carries one transaction with nonce 0 from address n to address n + 1.
   *
   * @param chunkSize blocks of a record
   * @param seconds between blocks
   */
  public static Ledger of(long first, long last, int chunkSize, long seconds, Instant lastTime) {
    return of(first, last, chunkSize, seconds, lastTime, Optional.empty());
  }

  /** As {@link #of}; each transaction is a call of a function with the selector 0xa9059cbb. */
  public static Ledger ofCalls(
      long first, long last, int chunkSize, long seconds, Instant lastTime) {
    return of(
        first,
        last,
        chunkSize,
        seconds,
        lastTime,
        Optional.of(new TransactionKind(true, false, false, 2, true, 0xa9059cbb)));
  }

  private static Ledger of(
      long first,
      long last,
      int chunkSize,
      long seconds,
      Instant lastTime,
      Optional<TransactionKind> kind) {
    List<StoredRecord> entries = new ArrayList<>();
    for (long index = first / chunkSize; index * chunkSize <= last; index++) {
      Chunk chunk = new Chunk(index, chunkSize);
      List<BlockActivity> blocks = new ArrayList<>();
      for (long n = chunk.firstBlock(); n <= Math.min(chunk.lastBlock(), last); n++) {
        blocks.add(block(n, lastTime.getEpochSecond() - (last - n) * seconds, kind));
      }
      entries.add(new StoredRecord(ChunkRecord.of(chunk, 0, blocks), STORED_AT));
    }
    return Ledger.empty().with(entries);
  }

  private static BlockActivity block(long number, long timestamp, Optional<TransactionKind> kind) {
    byte[] sender = address((int) number).toBytes();
    byte[] recipient = address((int) number + 1).toBytes();
    BlockActivity.Builder builder = new BlockActivity.Builder();
    kind.ifPresentOrElse(
        known -> builder.add(sender, recipient, true, known),
        () -> builder.add(sender, recipient, true));
    return builder.build(
        new BlockHeader(number, hash(number), hash(number - 1), timestamp),
        new BlockTraffic.Entry(21_000, 30_000_000, 7, 650));
  }

  private static Hash hash(long number) {
    return new Hash(0, 0, 0, number + 1);
  }
}
