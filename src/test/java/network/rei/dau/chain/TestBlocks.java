package network.rei.dau.chain;

import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.dialect.EmptyRoot;

/** A chain of small blocks, in which block {@code n} has {@code n % 3} transactions. */
public final class TestBlocks {

  static final Address ALICE = Address.parse("0xff96a3bff24da3d686fea7bd4beb5ccfd7868dde");
  static final Address BOB = Address.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  private static final Hash SOME_ROOT = new Hash(9, 9, 9, 9);

  private TestBlocks() {}

  public static Hash hash(long number) {
    return new Hash(0, 0, 7, number + 1);
  }

  public static BlockActivity block(long number) {
    return block(number, hash(number), hash(number - 1), 1000 + 3 * number);
  }

  public static BlockActivity block(long number, Hash hash, Hash parent, long timestamp) {
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    for (int i = 0; i < number % 3; i++) {
      transactions.add(ALICE, i == 1 ? null : BOB, i == 0);
    }
    return transactions.build(new BlockHeader(number, hash, parent, timestamp));
  }

  /** Returns the block as JSON, with its fields in the order of a REI node. */
  public static String json(long number) {
    return json(block(number));
  }

  public static String json(BlockActivity block) {
    StringBuilder transactions = new StringBuilder();
    for (int i = 0; i < block.transactionCount(); i++) {
      transactions
          .append(i == 0 ? "" : ",")
          .append("{\"blockNumber\":\"0x1\",\"from\":\"")
          .append(block.sender(i))
          .append("\",\"nonce\":\"")
          .append(block.isNonceZero(i) ? "0x0" : "0x5")
          .append("\",\"to\":")
          .append(block.isCreation(i) ? "null" : "\"" + block.recipient(i) + "\"")
          .append(",\"input\":\"0x\"}");
    }
    Hash root = block.transactionCount() == 0 ? EmptyRoot.OF_TRIE : SOME_ROOT;
    return "{\"number\":\"0x"
        + Long.toHexString(block.number())
        + "\",\"hash\":\""
        + block.hash()
        + "\",\"parentHash\":\""
        + block.parentHash()
        + "\",\"nonce\":\"0x0000000000000000\",\"logsBloom\":\"0x"
        + "0".repeat(512)
        + "\",\"transactionsRoot\":\""
        + root
        + "\",\"timestamp\":\"0x"
        + Long.toHexString(block.timestamp())
        + "\",\"transactions\":["
        + transactions
        + "],\"uncles\":[]}";
  }

  public static List<Long> numbers(List<BlockActivity> blocks) {
    return blocks.stream().map(BlockActivity::number).toList();
  }
}
