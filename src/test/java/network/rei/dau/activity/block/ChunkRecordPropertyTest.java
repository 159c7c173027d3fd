package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.RawChain;

/** A record holds its blocks, all of them, however it grew. */
class ChunkRecordPropertyTest {

  /** Raw blocks, and the record that is made of them at once. */
  record Sample(List<RawBlock> blocks, ChunkRecord record) {}

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.randomValue(
        random -> {
          RawChain chain = RawChain.random(random);
          List<RawBlock> blocks = chain.chunks().get(0);
          Chunk chunk = Chunk.ofBlock(blocks.get(0).number(), chain.chunkSize());
          return new Sample(blocks, ChunkRecord.of(chunk, 3, RawBlock.toActivities(blocks)));
        });
  }

  @Property
  void shouldBeTheSameWhereverARecordWasExtended(@ForAll("samples") Sample sample) {
    List<BlockActivity> blocks = RawBlock.toActivities(sample.blocks());
    int step = Math.max(1, blocks.size() / 50);
    for (int cut = 1; cut < blocks.size(); cut += step) {
      ChunkRecord half = ChunkRecord.of(sample.record().chunk(), 3, blocks.subList(0, cut));
      ChunkRecord whole = half.extendedBy(blocks.subList(cut, blocks.size()));
      assertThat(whole).isEqualTo(sample.record()).hasSameHashCodeAs(sample.record());
      assertThat(whole.supersedes(half.generation(), half.lastBlock())).isTrue();
      assertThat(half.supersedes(whole.generation(), whole.lastBlock())).isFalse();
    }
  }

  @Property
  void shouldBeTheSameIfExtendedBlockByBlock(@ForAll("samples") Sample sample) {
    List<BlockActivity> blocks =
        RawBlock.toActivities(sample.blocks().subList(0, Math.min(60, sample.blocks().size())));
    ChunkRecord grown = ChunkRecord.of(sample.record().chunk(), 3, blocks.subList(0, 1));
    for (BlockActivity block : blocks.subList(1, blocks.size())) {
      grown = grown.extendedBy(List.of(block));
    }
    assertThat(grown).isEqualTo(ChunkRecord.of(sample.record().chunk(), 3, blocks));
  }

  @Property
  void shouldForkToTheRecordOfTheNewBranch(@ForAll("samples") Sample sample) {
    List<BlockActivity> blocks = RawBlock.toActivities(sample.blocks());
    ChunkRecord record = sample.record();
    int step = Math.max(1, blocks.size() / 20);
    for (int kept = 0; kept <= blocks.size(); kept += step) {
      long lastShared = record.blocks().first() + kept - 1;
      // The other branch is the same blocks less the last, so that it is shorter as well.
      int end = Math.max(kept, blocks.size() - 1);
      if (end > 0) {
        ChunkRecord forked = record.forkedAfter(lastShared, blocks.subList(kept, end));
        assertThat(forked)
            .isEqualTo(
                ChunkRecord.of(record.chunk(), record.generation() + 1, blocks.subList(0, end)));
        assertThat(forked.supersedes(record.generation(), record.lastBlock())).isTrue();
      }
    }
  }

  @Property
  void shouldHoldTheTransactionsOfItsBlocks(@ForAll("samples") Sample sample) {
    ChunkRecord record = sample.record();
    ChunkRecord.Columns columns = record.columns();
    assertThat(record.parentHash()).isEqualTo(RawBlock.hash(record.blocks().first() - 1, 0));
    for (int i = 0; i < sample.blocks().size(); i++) {
      RawBlock block = sample.blocks().get(i);
      assertThat(columns.timestamps()[i]).isEqualTo(block.timestamp());
      assertThat(record.hashOf(block.number())).isEqualTo(RawBlock.hash(block.number(), 0));
      int start = columns.transactionStarts()[i];
      assertThat(columns.transactionStarts()[i + 1] - start).isEqualTo(block.transactions().size());
      for (int t = 0; t < block.transactions().size(); t++) {
        assertThat(transaction(columns, start + t)).isEqualTo(plain(block.transactions().get(t)));
      }
    }
  }

  @Property
  void shouldHoldTheTrafficOfItsBlocksAndTheDetailsIfAllAreKnown(@ForAll("samples") Sample sample) {
    ChunkRecord.Columns columns = sample.record().columns();
    List<RawTransaction> transactions =
        sample.blocks().stream().flatMap(block -> block.transactions().stream()).toList();
    assertThat(columns.details().isPresent())
        .isEqualTo(transactions.stream().allMatch(transaction -> transaction.details() != null));
    for (int i = 0; columns.details().isPresent() && i < transactions.size(); i++) {
      TransactionDetails details = columns.details().get();
      RawBlock.RawDetails expected = transactions.get(i).details();
      TransactionKind kind = details.kind(details.kindOf(i));
      assertThat(details.hasInput(i)).isEqualTo(expected.hasInput());
      assertThat(kind.hasInput()).isEqualTo(expected.hasInput());
      assertThat(kind.movesValue()).isEqualTo(expected.movesValue());
      assertThat(kind.free()).isEqualTo(expected.free());
      assertThat(kind.type()).isEqualTo(expected.type());
      assertThat(kind.hasSelector() ? kind.selector() : null).isEqualTo(expected.selector());
    }
    for (int i = 0; i < sample.blocks().size(); i++) {
      RawBlock.RawTraffic expected = sample.blocks().get(i).traffic();
      assertThat(columns.traffic().entry(i))
          .isEqualTo(
              new BlockTraffic.Entry(
                  orUnknown(expected.gasUsed()),
                  orUnknown(expected.gasLimit()),
                  orUnknown(expected.baseFee()),
                  orUnknown(expected.size())));
    }
  }

  private static long orUnknown(Long value) {
    return value == null ? -1 : value;
  }

  @Property
  void shouldHoldEachAddressOnce(@ForAll("samples") Sample sample) {
    TreeSet<Address> expected = new TreeSet<>();
    for (RawBlock block : sample.blocks()) {
      for (RawTransaction transaction : block.transactions()) {
        expected.add(RawBlock.address(transaction.from()));
        if (transaction.to() != null) {
          expected.add(RawBlock.address(transaction.to()));
        }
      }
    }
    byte[] table = sample.record().columns().addressTable();
    assertThat(sample.record().addressCount()).isEqualTo(expected.size());
    assertThat(expected).map(Address::toBytes).containsExactly(split(table));
  }

  private record Transaction(Address from, Address to, boolean first) {}

  private static Transaction plain(RawTransaction raw) {
    return new Transaction(
        RawBlock.address(raw.from()),
        raw.to() == null ? null : RawBlock.address(raw.to()),
        raw.nonce() == 0);
  }

  private static Transaction transaction(ChunkRecord.Columns columns, int i) {
    int sender = columns.senders()[i];
    int recipient = columns.recipients()[i];
    byte[] table = columns.addressTable();
    return new Transaction(
        Address.at(table, (sender < 0 ? ~sender : sender) * Address.BYTES),
        recipient == ChunkRecord.NO_RECIPIENT ? null : Address.at(table, recipient * Address.BYTES),
        sender < 0);
  }

  private static byte[][] split(byte[] table) {
    byte[][] addresses = new byte[table.length / Address.BYTES][];
    Arrays.setAll(addresses, i -> Address.at(table, i * Address.BYTES).toBytes());
    return addresses;
  }
}
