package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.jdbc.RecordFixtures;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  @Property(tries = 500)
  void shouldReadBackWhatItWrote(@ForAll("records") ChunkRecord record) {
    assertThat(RecordCodec.decode(record.index(), RecordCodec.encode(record))).isEqualTo(record);
  }

  @Property(tries = 300)
  void shouldRefuseEveryTruncation(
      @ForAll("records") ChunkRecord record, @ForAll @IntRange(max = 1_000_000) int cut) {
    byte[] bytes = RecordCodec.encode(record);
    byte[] truncated = Arrays.copyOf(bytes, cut % bytes.length);
    assertThatThrownBy(() -> RecordCodec.decode(record.index(), truncated))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("record " + record.index() + " is damaged");
  }

  @Property(tries = 1000)
  void shouldRefuseEveryChangedByte(
      @ForAll("records") ChunkRecord record,
      @ForAll @IntRange(max = 1_000_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] bytes = RecordCodec.encode(record);
    bytes[place % bytes.length] ^= (byte) change;
    assertThatThrownBy(() -> RecordCodec.decode(record.index(), bytes))
        .isInstanceOf(StorageException.class);
  }

  @Property(tries = 2000)
  void shouldGiveASoundRecordOrRefuseWhenTheChecksumHoldsOverChangedBytes(
      @ForAll("records") ChunkRecord record,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1_000_000) Integer> places,
      @ForAll byte change) {
    byte[] bytes = RecordCodec.encode(record);
    places.forEach(place -> bytes[5 + place % (bytes.length - 5)] += change);
    requireSoundOrRefused(record.index(), signed(bytes));
  }

  @Property(tries = 2000)
  void shouldRefuseGarbage(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean signed) {
    requireSoundOrRefused(7, signed && bytes.length > 5 ? signed(bytes) : bytes);
  }

  @Test
  void shouldRefuseARecordOfAnotherIndex() {
    byte[] bytes = RecordCodec.encode(RecordFixtures.of(4, 0, 3));
    assertThatThrownBy(() -> RecordCodec.decode(5, bytes))
        .isInstanceOf(StorageException.class)
        .hasMessage("record 5 is damaged: it is record 4");
  }

  @Test
  void shouldRefuseCountsThatDoNotFitBeforeItAllocates() {
    ByteBuffer out = ByteBuffer.allocate(60).position(5);
    for (long number : new long[] {7, 1200, 0, 1200, Integer.MAX_VALUE, Integer.MAX_VALUE}) {
      Varints.write(out, number);
    }
    assertThatThrownBy(() -> RecordCodec.decode(7, signed(out.array())))
        .hasMessage("record 7 is damaged: it is truncated");
  }

  @Test
  void shouldSpendAbout20BytesAnAddressAnd4ATransactionAnd34ABlock() {
    ChunkRecord record = RecordFixtures.large(400);
    assertThat(RecordCodec.encode(record).length)
        .isLessThan(
            100
                + 20 * record.addressCount()
                + 6 * record.transactionCount()
                + 34 * record.blockCount());
  }

  private static void requireSoundOrRefused(long index, byte[] bytes) {
    try {
      assertThat(RecordCodec.decode(index, bytes).index()).isEqualTo(index);
    } catch (StorageException e) {
      assertThat(e).hasMessageStartingWith("record " + index + " is damaged: ");
    }
  }

  @Property(tries = 200)
  void shouldReadTheFormatOfEarlierVersions(@ForAll("records") ChunkRecord record) {
    ChunkRecord old = withoutDetails(record);
    assertThat(RecordCodec.decode(record.index(), inFirstFormat(old))).isEqualTo(old);
  }

  /** The bytes are those that version 1.0.0 wrote. */
  @Test
  void shouldReadARecordOfAnEarlierVersion() {
    ChunkRecord record = RecordFixtures.of(4, 0, 3);
    byte[] bytes = inFirstFormat(withoutDetails(record));
    assertThat(bytes).hasSize(467);
    assertThat(HexFormat.of().formatHex(bytes, 0, 8)).isEqualTo("01b3a2c4d2041400");
    assertThat(RecordCodec.decode(4, bytes).columns().details()).isEmpty();
    assertThat(RecordCodec.decode(4, bytes).columns().traffic()).isEqualTo(BlockTraffic.unknown(3));
  }

  @Test
  void shouldKeepARecordWithMoreSelectorsThanItHolds() {
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    for (int i = 1; i <= 70_000; i++) {
      transactions.add(
          new byte[Address.BYTES],
          new byte[Address.BYTES],
          false,
          new TransactionKind(true, false, false, 2, true, i));
    }
    BlockActivity block = transactions.build(new BlockHeader(0, Hash.ZERO, Hash.ZERO, 1));
    ChunkRecord record = ChunkRecord.of(new Chunk(0, 1), 0, List.of(block));

    ChunkRecord read = RecordCodec.decode(0, RecordCodec.encode(record));

    assertThat(read).isEqualTo(record);
    assertThat(read.columns().details().orElseThrow().selectorsComplete()).isFalse();
  }

  @Test
  void shouldRefuseAFormatOfALaterVersion() {
    byte[] bytes = RecordCodec.encode(RecordFixtures.of(4, 0, 3));
    bytes[0] = 3;
    assertThatThrownBy(() -> RecordCodec.decode(4, bytes))
        .hasMessage("record 4 is damaged: its format is 3, known are 1 and 2");
  }

  @Test
  void shouldRefuseKindsThatDoNotFitBeforeItAllocates() {
    byte[] old = inFirstFormat(withoutDetails(RecordFixtures.of(4, 0, 3)));
    ByteBuffer out = ByteBuffer.allocate(old.length + 8).put(old).put((byte) 1);
    Varints.write(out, TransactionDetails.MAX_KINDS);
    assertThatThrownBy(() -> RecordCodec.decode(4, signed(out.array())))
        .hasMessage("record 4 is damaged: it is truncated");
    out.position(old.length + 1);
    Varints.write(out, TransactionDetails.MAX_KINDS + 1);
    assertThatThrownBy(() -> RecordCodec.decode(4, signed(out.array())))
        .hasMessage("record 4 is damaged: it has 65537 kinds");
  }

  @Test
  void shouldRefuseATransactionOfAKindThatIsNotInTheTable() {
    byte[] old = inFirstFormat(withoutDetails(RecordFixtures.of(4, 0, 3)));
    ByteBuffer out = ByteBuffer.allocate(old.length + 100).put(old).put((byte) 1);
    Varints.write(out, 1);
    Varints.write(out, 2 << 4);
    Varints.write(out, 1);
    assertThatThrownBy(() -> RecordCodec.decode(4, signed(out.array())))
        .hasMessageContaining("record 4 is damaged: a transaction is of a kind");
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
            columns.recipients(),
            noDetails(record.transactionCount()),
            BlockTraffic.unknown(record.blockCount())));
  }

  /** Returns the first format: all but the details, of which there are none, and the traffic. */
  private static byte[] inFirstFormat(ChunkRecord record) {
    byte[] bytes = RecordCodec.encode(record);
    int details = record.columns().details().isPresent() ? 2 : 1;
    byte[] first =
        Arrays.copyOf(bytes, bytes.length - record.columns().traffic().encodedBytes() - details);
    CRC32C crc = new CRC32C();
    crc.update(first, 5, first.length - 5);
    ByteBuffer.wrap(first).put(0, (byte) 1).putInt(1, (int) crc.getValue());
    return first;
  }

  private static byte[] signed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 5, bytes.length - 5);
    ByteBuffer.wrap(bytes).put(0, (byte) 2).putInt(1, (int) crc.getValue());
    return bytes;
  }

  @Provide
  Arbitrary<ChunkRecord> records() {
    Arbitrary<Chunk> chunks =
        Combinators.combine(
                Arbitraries.longs().between(0, 1L << 50), Arbitraries.integers().between(8, 10_000))
            .as(Chunk::new);
    Arbitrary<Integer> generations = Arbitraries.integers().greaterOrEqual(0);
    return Combinators.combine(chunks, generations, columns()).as(ChunkRecord::new);
  }

  private static Arbitrary<ChunkRecord.Columns> columns() {
    Arbitrary<SortedSet<Address>> tables =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofSize(Address.BYTES)
            .map(bytes -> Address.at(bytes, 0))
            .set()
            .ofMaxSize(12)
            .map(TreeSet::new);
    return Combinators.combine(
            hashes(),
            hashes().list().ofMinSize(1).ofMaxSize(8),
            Arbitraries.longs().array(long[].class).ofSize(8),
            Arbitraries.integers().between(0, 5).array(int[].class).ofSize(8),
            tables,
            Arbitraries.integers().array(int[].class).ofSize(80),
            Arbitraries.randoms())
        .as(RecordCodecTest::columns);
  }

  private static Arbitrary<Hash> hashes() {
    Arbitrary<Long> words = Arbitraries.longs();
    return Combinators.combine(words, words, words, words).as(Hash::new);
  }

  private static ChunkRecord.Columns columns(
      Hash parent,
      List<Hash> hashes,
      long[] times,
      int[] perBlock,
      SortedSet<Address> addresses,
      int[] random,
      Random more) {
    int blocks = hashes.size();
    long[] timestamps = Arrays.copyOf(times, blocks);
    Arrays.sort(timestamps);
    int[] starts = new int[blocks + 1];
    for (int i = 0; i < blocks; i++) {
      starts[i + 1] = starts[i] + (addresses.isEmpty() ? 0 : perBlock[i]);
    }
    int transactions = starts[blocks];
    ByteBuffer table = ByteBuffer.allocate(addresses.size() * Address.BYTES);
    addresses.forEach(address -> table.put(address.toBytes()));
    int[] senders = new int[transactions];
    int[] recipients = new int[transactions];
    for (int i = 0; i < transactions; i++) {
      int place = Math.floorMod(random[2 * i], addresses.size());
      senders[i] = random[2 * i] < 0 ? ~place : place;
      recipients[i] = Math.floorMod(random[2 * i + 1], addresses.size() + 1) - 1;
    }
    return new ChunkRecord.Columns(
        parent,
        hashes.toArray(Hash[]::new),
        timestamps,
        starts,
        table.array(),
        senders,
        recipients,
        more.nextInt(4) == 0 ? noDetails(transactions) : Optional.of(details(transactions, more)),
        BlockTraffic.of(
            traffic(blocks, more),
            traffic(blocks, more),
            traffic(blocks, more),
            traffic(blocks, more)));
  }

  private static Optional<TransactionDetails> noDetails(int transactions) {
    return transactions == 0
        ? Optional.of(new TransactionDetails.Builder().build())
        : Optional.empty();
  }

  private static TransactionDetails details(int transactions, Random random) {
    TransactionDetails.Builder details = new TransactionDetails.Builder();
    for (int i = 0; i < transactions; i++) {
      boolean selector = random.nextBoolean();
      details.add(
          new TransactionKind(
              true,
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextInt(257) - 1,
              selector,
              selector ? random.nextInt() : 0));
    }
    return details.build();
  }

  private static long[] traffic(int blocks, Random random) {
    int bits = random.nextInt(64);
    return random
        .longs(blocks)
        .map(value -> bits == 0 ? BlockTraffic.UNKNOWN : value >>> bits)
        .toArray();
  }
}
