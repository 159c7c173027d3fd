package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.proof.ProofLevel;

/**
 * Measures the parser after its warm-up on one core: batches of 100 blocks of some 4.65 kB with 5
 * transactions each, derived from a recorded block. Its main prints a line for each round.
 */
final class ParserSpeed {

  private static final int BLOCKS = 100;
  private static final int BATCHES = 20;

  /** The time of this thread only, because the machine may be busy. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private ParserSpeed() {}

  public static void main(String[] args) {
    List<RpcCall> calls = new ArrayList<>();
    StringBuilder text = new StringBuilder("[");
    ObjectNode block =
        (ObjectNode) Fixtures.tree(Fixtures.text("block_with_txs_full.json")).get("result");
    ArrayNode transactions = (ArrayNode) block.get("transactions");
    transactions.remove(1);
    for (int i = 0; i < BLOCKS; i++) {
      block.put("number", "0x" + Integer.toHexString(61 + i));
      calls.add(Responses.block(61 + i, i));
      text.append(i == 0 ? "" : ",").append("{\"jsonrpc\":\"2.0\",\"result\":").append(block);
      text.append(",\"id\":").append(i).append('}');
    }
    byte[] answer = text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    System.out.printf(Locale.ROOT, "%d bytes a block%n", answer.length / BLOCKS);
    for (int round = 0; round < 40; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      for (int i = 0; i < BATCHES; i++) {
        BatchResult read =
            new BatchResponseReader(calls, ChainRules.of(47_805), ProofLevel.NONE, Long.MAX_VALUE)
                .read(new ByteArrayInputStream(answer), "HTTP 200");
        if (read.failure() != null || read.results().get(BLOCKS - 1).failure() != null) {
          throw new IllegalStateException("the answer was not read");
        }
      }
      double seconds = (CPU.getCurrentThreadCpuTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%.0f MB/s, %.0f blocks/s%n",
          (double) answer.length * BATCHES / 1e6 / seconds,
          BLOCKS * BATCHES / seconds);
    }
  }
}
