package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawChain;

/** Blocks in columns are the blocks that were added, and make the record that those make. */
class BlockColumnsPropertyTest {

  /** The first blocks of a chunk. */
  record Sample(Chunk chunk, List<BlockActivity> blocks) {}

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.randomValue(
        random -> {
          RawChain chain = RawChain.random(random);
          List<BlockActivity> blocks = RawBlock.toActivities(chain.chunks().get(0));
          return new Sample(Chunk.ofBlock(blocks.get(0).number(), chain.chunkSize()), blocks);
        });
  }

  @Property
  void shouldHoldTheBlocksThatWereAdded(@ForAll("samples") Sample sample) {
    BlockColumns columns = columns(sample.blocks());
    assertThat(columns).hasSameSizeAs(sample.blocks());
    for (int i = 0; i < columns.size(); i++) {
      assertSame(columns.get(i), sample.blocks().get(i));
      assertThat(columns.header(i)).isEqualTo(sample.blocks().get(i).header());
    }
  }

  @Property
  void shouldMakeTheSameRecord(@ForAll("samples") Sample sample) {
    List<BlockActivity> blocks = sample.blocks();
    ChunkRecord expected = ChunkRecord.of(sample.chunk(), 1, blocks);
    assertThat(ChunkRecord.of(sample.chunk(), 1, columns(blocks))).isEqualTo(expected);
    int cut = blocks.size() / 2;
    if (cut > 0) {
      ChunkRecord half = ChunkRecord.of(sample.chunk(), 1, columns(blocks.subList(0, cut)));
      assertThat(half.extendedBy(columns(blocks.subList(cut, blocks.size())))).isEqualTo(expected);
    }
  }

  @Property
  void shouldForgetTheAddressesOfRemovedBlocks(@ForAll("samples") Sample sample) {
    List<BlockActivity> kept = sample.blocks().subList(0, (sample.blocks().size() + 1) / 2);
    BlockColumns.Builder builder = new BlockColumns.Builder();
    sample.blocks().forEach(builder::add);
    while (builder.size() > kept.size()) {
      builder.removeLast();
    }
    assertThat(builder.last()).isEqualTo(kept.get(kept.size() - 1).header());
    assertThat(ChunkRecord.of(sample.chunk(), 0, builder.build()))
        .isEqualTo(ChunkRecord.of(sample.chunk(), 0, kept));
  }

  @Example
  void shouldRefuseABlockThatDoesNotFollow() {
    List<BlockActivity> blocks =
        RawBlock.toActivities(RawChain.random(new java.util.Random(7)).chunks().get(0));
    BlockColumns.Builder builder = new BlockColumns.Builder().add(blocks.get(0));
    assertThatThrownBy(() -> builder.add(blocks.get(0)))
        .isInstanceOf(IllegalArgumentException.class);
    BlockHeader next = blocks.get(1).header();
    BlockActivity other =
        new BlockActivity.Builder()
            .build(new BlockHeader(next.number(), next.hash(), next.hash(), next.timestamp()));
    assertThatThrownBy(() -> builder.add(other)).isInstanceOf(BrokenLinkException.class);
    assertThat(builder.size()).isEqualTo(1);
  }

  @Example
  void shouldTakeLittleMoreThan12BytesForATransaction() {
    BlockColumns.Builder builder = new BlockColumns.Builder();
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    TransactionKind kind = new TransactionKind(true, false, false, 2, true, 0xa9059cbb);
    for (int i = 0; i < 3_000; i++) {
      byte[] sender = new byte[Address.BYTES];
      sender[0] = (byte) i;
      transactions.add(sender, sender, false, kind);
    }
    Hash parent = Hash.ZERO;
    for (int number = 0; number < 100; number++) {
      Hash hash = new Hash(1, 2, 3, number);
      builder.add(transactions.build(new BlockHeader(number, hash, parent, 1000 + number)));
      parent = hash;
    }
    assertThat(builder.memoryBytes() / 300_000.0).isBetween(12.0, 12.2);
    assertThat(builder.build().get(99).memoryBytes()).isGreaterThan(3_000 * 49);
  }

  private static BlockColumns columns(List<BlockActivity> blocks) {
    BlockColumns.Builder builder = new BlockColumns.Builder();
    blocks.forEach(builder::add);
    return builder.build();
  }

  private static void assertSame(BlockActivity block, BlockActivity expected) {
    assertThat(block.header()).isEqualTo(expected.header());
    assertThat(block.traffic()).isEqualTo(expected.traffic());
    assertThat(block.transactionCount()).isEqualTo(expected.transactionCount());
    assertThat(block.isDetailed()).isEqualTo(expected.isDetailed());
    for (int i = 0; i < expected.transactionCount(); i++) {
      assertThat(block.sender(i)).isEqualTo(expected.sender(i));
      assertThat(block.isNonceZero(i)).isEqualTo(expected.isNonceZero(i));
      assertThat(block.isCreation(i)).isEqualTo(expected.isCreation(i));
      assertThat(block.kind(i)).isEqualTo(expected.kind(i));
      if (!expected.isCreation(i)) {
        assertThat(block.recipient(i)).isEqualTo(expected.recipient(i));
      }
    }
  }
}
