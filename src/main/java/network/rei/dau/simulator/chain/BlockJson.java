package network.rei.dau.simulator.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders blocks as JSON like a REI node: all fields, in its order, directly as bytes.
 *
 * <p>{@code transactionsRoot} is that of the transactions, and so are their hashes if the chain is
 * signed. Other fields that the chain does not store are pseudo-random and the same in each call.
 */
public final class BlockJson {

  /** The root of an empty list of transactions or receipts. */
  public static final String EMPTY_ROOT =
      "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

  private static final int HEADER_BYTES = 1990;
  private static final int TRANSACTION_BYTES = 720;
  private static final int BLOOM_WORDS = 32;

  private static final byte[] NUMBER = bytes("{\"number\":\"");
  private static final byte[] HASH = bytes("\",\"hash\":\"");
  private static final byte[] PARENT_HASH = bytes("\",\"parentHash\":\"");
  private static final byte[] NONCE_AND_UNCLES =
      bytes(
          "\",\"nonce\":\"0x0000000000000000\",\"sha3Uncles\":"
              + "\"0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347\"");
  private static final byte[] BLOOM = bytes(",\"logsBloom\":\"0x");
  private static final byte[] NO_BLOOM = bytes("0".repeat(16 * BLOOM_WORDS));
  private static final byte[] NO_WORD = bytes("0".repeat(16));
  private static final byte[] TRANSACTIONS_ROOT = bytes("\",\"transactionsRoot\":\"");
  private static final byte[] STATE_ROOT = bytes("\",\"stateRoot\":\"");
  private static final byte[] RECEIPTS_ROOT = bytes("\",\"receiptsRoot\":\"");
  private static final byte[] MINER_TO_DIFFICULTY =
      bytes(
          "\",\"miner\":\"0x0000000000000000000000000000000000000000\",\"mixHash\":\"0x"
              + "0".repeat(64)
              + "\",\"difficulty\":\"0x1\",\"totalDifficulty\":\"");
  private static final byte[] EXTRA_DATA =
      bytes("\",\"extraData\":\"0x" + "0".repeat(64) + "f8e3c0c20000f87794");
  private static final byte[] SIGNATURE = bytes("b860");
  private static final byte[] SIZE = bytes("c301c101\",\"size\":\"");
  private static final byte[] GAS_LIMIT = bytes("\",\"gasLimit\":\"");
  private static final byte[] GAS_USED = bytes("\",\"gasUsed\":\"");
  private static final byte[] BASE_FEE = bytes("\",\"baseFeePerGas\":\"");
  private static final byte[] TIMESTAMP = bytes("\",\"timestamp\":\"");
  private static final byte[] TRANSACTIONS = bytes("\",\"transactions\":[");
  private static final byte[] END = bytes("],\"uncles\":[]}");
  private static final byte[] EMPTY_ROOT_BYTES = bytes(EMPTY_ROOT);

  private static final byte[] BLOCK_HASH = bytes("{\"blockHash\":\"");
  private static final byte[] BLOCK_NUMBER = bytes("\",\"blockNumber\":\"");
  private static final byte[] FROM = bytes("\",\"from\":\"");
  private static final byte[] GAS_AND_PRICE = bytes("\",\"gas\":\"");
  private static final byte[] GAS_PRICE = bytes("\",\"gasPrice\":\"");
  private static final byte[] TX_HASH = bytes("\",\"hash\":\"");
  private static final byte[] INPUT = bytes("\",\"input\":\"");
  private static final byte[] NONCE = bytes("\",\"nonce\":\"");
  private static final byte[] TO = bytes("\",\"to\":\"");
  private static final byte[] TO_NULL = bytes("\",\"to\":null");
  private static final byte[] INDEX_AFTER_TO = bytes("\",\"transactionIndex\":\"");
  private static final byte[] INDEX_AFTER_NULL = bytes(",\"transactionIndex\":\"");
  private static final byte[] VALUE = bytes("\",\"value\":\"");
  private static final byte[] V = bytes("\",\"v\":\"");
  private static final byte[] R = bytes("\",\"r\":\"");
  private static final byte[] S = bytes("\",\"s\":\"");
  private static final byte[] TX_END = bytes("\"}");

  /** The fields that a transaction of EIP-1559 has besides. */
  private static final byte[] TYPE_2 =
      bytes(
          "\",\"type\":\"0x2\",\"accessList\":[],\"maxPriorityFeePerGas\":\"0x"
              + Long.toHexString(RawTransaction.TIP)
              + "\",\"maxFeePerGas\":\"");

  private static final byte[] CHAIN_ID = bytes("\",\"chainId\":\"");
  private static final byte[] PARITY = bytes("\",\"yParity\":\"");

  private BlockJson() {}

  /** Renders a block with full transactions, or only with their hashes. */
  public static byte[] render(ChainView chain, long number, boolean full) {
    int transactions = chain.transactionCount(number);
    long hash = chain.hashKey(number);
    ByteArrayBuilder out =
        new ByteArrayBuilder(HEADER_BYTES + transactions * (full ? TRANSACTION_BYTES : 69));
    out.ascii(NUMBER).quantity(number).ascii(HASH).hexWords(hash, 0, 32).ascii(PARENT_HASH);
    if (number == 0) {
      out.ascii(chain.parentHash(0));
    } else {
      out.hexWords(chain.parentKey(number), 0, 32);
    }
    int first = chain.firstTransaction(number);
    List<RawTransaction> list = new ArrayList<>(transactions);
    List<byte[]> encoded = new ArrayList<>(transactions);
    for (int i = 0; i < transactions; i++) {
      list.add(RawTransaction.of(chain, first + i, RawTransaction.key(hash, i)));
      encoded.add(list.get(i).encode());
    }
    header(out, HashRandom.key(hash, HashRandom.HEADER, 0, 0), number, encoded);
    SimTraffic traffic = SimTraffic.of(chain.spec(), hash, list);
    out.ascii(SIZE).quantity(traffic.size());
    out.ascii(GAS_LIMIT).quantity(traffic.gasLimit());
    out.ascii(GAS_USED).quantity(traffic.gasUsed());
    if (chain.spec().baseFee()) {
      out.ascii(BASE_FEE).quantity(traffic.baseFee());
    }
    out.ascii(TIMESTAMP).quantity(chain.timestamp(number)).ascii(TRANSACTIONS);
    for (int i = 0; i < transactions; i++) {
      byte[] transactionHash =
          chain.spec().signed()
              ? TransactionsRoot.keccak(encoded.get(i))
              : HashRandom.bytes(RawTransaction.key(hash, i), 0, 32);
      if (i > 0) {
        out.ascii(",");
      }
      if (full) {
        out.ascii(BLOCK_HASH).hexWords(hash, 0, 32).ascii(BLOCK_NUMBER).quantity(number);
        transaction(out, list.get(i), transactionHash, i);
      } else {
        out.ascii("\"").hex(transactionHash).ascii("\"");
      }
    }
    return out.ascii(END).toBytes();
  }

  private static void header(ByteArrayBuilder out, long key, long number, List<byte[]> encoded) {
    int transactions = encoded.size();
    out.ascii(NONCE_AND_UNCLES).ascii(BLOOM);
    if (transactions == 0) {
      out.ascii(NO_BLOOM).ascii(TRANSACTIONS_ROOT).ascii(EMPTY_ROOT_BYTES);
    } else {
      int bitsAt = (int) (HashRandom.word(key, 60) & (BLOOM_WORDS - 1));
      for (int word = 0; word < BLOOM_WORDS; word++) {
        if (word == bitsAt) {
          out.hexDigits(key, 61, 8);
        } else {
          out.ascii(NO_WORD);
        }
      }
      out.ascii(TRANSACTIONS_ROOT).hex(TransactionsRoot.of(encoded));
    }
    out.ascii(STATE_ROOT).hexWords(key, 4, 32).ascii(RECEIPTS_ROOT);
    if (transactions == 0) {
      out.ascii(EMPTY_ROOT_BYTES);
    } else {
      out.hexWords(key, 8, 32);
    }
    out.ascii(MINER_TO_DIFFICULTY).quantity(number).ascii(EXTRA_DATA).hexDigits(key, 12, 20);
    out.ascii(SIGNATURE).hexDigits(key, 16, 96).ascii(SIGNATURE).hexDigits(key, 28, 96);
  }

  private static void transaction(
      ByteArrayBuilder out, RawTransaction transaction, byte[] hash, int index) {
    out.ascii(FROM).hex(transaction.from());
    out.ascii(GAS_AND_PRICE).quantity(transaction.gas());
    out.ascii(GAS_PRICE).quantity(transaction.gasPrice());
    out.ascii(TX_HASH).hex(hash).ascii(INPUT).hex(transaction.input());
    out.ascii(NONCE).quantity(transaction.nonce());
    if (transaction.isCreation()) {
      out.ascii(TO_NULL).ascii(INDEX_AFTER_NULL);
    } else {
      out.ascii(TO).hex(transaction.to()).ascii(INDEX_AFTER_TO);
    }
    out.quantity(index).ascii(VALUE).quantity(transaction.value());
    out.ascii(V).quantity(transaction.v()).ascii(R).quantity(transaction.r());
    out.ascii(S).quantity(transaction.s());
    if (!transaction.isLegacy()) {
      out.ascii(TYPE_2).quantity(transaction.gasPrice());
      out.ascii(CHAIN_ID).quantity(transaction.chainId());
      out.ascii(PARITY).quantity(transaction.v());
    }
    out.ascii(TX_END);
  }

  /** Renders the pending block, which has no number, no hash and no transactions. */
  public static byte[] pending(ChainView chain) {
    long head = chain.head();
    String next = new String(render(chain.behind((int) head), 0, true), StandardCharsets.US_ASCII);
    return bytes(
        next.replaceFirst("\"number\":\"[^\"]*\"", "\"number\":null")
            .replaceFirst("\"hash\":\"[^\"]*\"", "\"hash\":null")
            .replaceFirst(
                "\"parentHash\":\"[^\"]*\"", "\"parentHash\":\"" + chain.hash(head) + "\"")
            .replaceFirst("\"nonce\":\"[^\"]*\"", "\"nonce\":null")
            .replaceFirst("\"logsBloom\":\"[^\"]*\"", "\"logsBloom\":null")
            .replaceFirst(
                "\"totalDifficulty\":\"[^\"]*\"",
                "\"totalDifficulty\":\"0x" + Long.toHexString(head + 1) + "\"")
            .replaceFirst(
                "\"timestamp\":\"[^\"]*\"",
                "\"timestamp\":\"0x"
                    + Long.toHexString(
                        chain.timestamp(head) + chain.spec().timing().interval().toSeconds())
                    + "\""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
