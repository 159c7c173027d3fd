package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.rei.dau.activity.RawBlock;
import org.junit.jupiter.api.Test;

class BlockActivityTest {

  private static final BlockHeader HEADER =
      new BlockHeader(7, RawBlock.hash(7, 0), RawBlock.hash(6, 0), 1_700_000_000);

  private final BlockActivity.Builder builder = new BlockActivity.Builder();

  @Test
  void shouldHoldItsTransactionsInOrder() {
    for (int i = 0; i < 100; i++) {
      builder.add(RawBlock.address(i), i % 3 == 0 ? null : RawBlock.address(1000 + i), i % 5 == 0);
    }
    BlockActivity block = builder.build(HEADER);

    assertThat(block.transactionCount()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(block.sender(i)).isEqualTo(RawBlock.address(i));
      assertThat(block.isNonceZero(i)).isEqualTo(i % 5 == 0);
      assertThat(block.isCreation(i)).isEqualTo(i % 3 == 0);
      if (i % 3 != 0) {
        assertThat(block.recipient(i)).isEqualTo(RawBlock.address(1000 + i));
      }
    }
  }

  @Test
  void shouldNotChangeWhenItsBuilderIsUsedAgain() {
    BlockActivity first = builder.add(RawBlock.address(1), null, true).build(HEADER);
    BlockActivity second =
        builder.clear().add(RawBlock.address(2), RawBlock.address(3), false).build(HEADER);

    assertThat(first.sender(0)).isEqualTo(RawBlock.address(1));
    assertThat(first.isCreation(0)).isTrue();
    assertThat(second.transactionCount()).isEqualTo(1);
    assertThat(second.isCreation(0)).isFalse();
    assertThat(second.isNonceZero(0)).isFalse();
  }

  @Test
  void shouldHaveNoRecipientWhereAContractWasCreated() {
    BlockActivity block = builder.add(RawBlock.address(1), null, false).build(HEADER);

    assertThatIllegalStateException().isThrownBy(() -> block.recipient(0));
  }

  @Test
  void shouldRefuseATransactionThatItDoesNotHaveAndAnAddressThatIsNone() {
    BlockActivity block = builder.build(HEADER);

    assertThatThrownBy(() -> block.sender(0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("block 7");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.add(new byte[19], null, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new byte[20], new byte[21], false));
  }
}
