package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.chain.TestBlocks;

/** Any bytes yield results or failures; nothing is thrown or invented. */
class BatchResponseReaderFuzzTest {

  private static final String[] SPLICES = {
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "\"id\":1,",
    "\"number\":\"0x11\",",
    "\"to\":null,",
    "\\",
    "\u0000",
    "0x",
    "-1",
    "1e999",
    "\"result\":{",
    "é",
    "\ud83d\ude00",
    "\"from\":",
    "true"
  };

  @Property(tries = 2000)
  void shouldReadAnyBytes(@ForAll byte[] bytes) {
    assertWellTyped(Responses.read(bytes, Responses.block(17, 1), Responses.block(18, 2)), 2);
  }

  @Property(tries = 2000)
  void shouldReadAValidResponseWithSomeBytesChanged(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
    byte[] bytes = answer().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    assertReadable(bytes);
  }

  @Property(tries = 2000)
  void shouldReadAValidResponseCutSplicedAndRepeated(
      @ForAll long seed, @ForAll @Size(max = 8) List<@IntRange(max = 3) Integer> edits) {
    StringBuilder text = new StringBuilder(answer());
    Random random = new Random(seed);
    for (int edit : edits) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(60));
      switch (edit) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, SPLICES[random.nextInt(SPLICES.length)]);
        case 2 -> text.insert(from, text.substring(from, to));
        default -> text.setLength(from);
      }
      if (text.isEmpty()) {
        break;
      }
    }
    assertReadable(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void assertReadable(byte[] bytes) {
    assertWellTyped(
        Responses.read(
            bytes, Responses.block(17, 1), Responses.block(18, 2), Responses.block(19, 3)),
        3);
    assertWellTyped(
        Responses.read(
            bytes, Responses.header(17, 1), Responses.header(18, 2), Responses.header(19, 3)),
        3);
  }

  private static String answer() {
    return "[{\"jsonrpc\":\"2.0\",\"result\":"
        + TestBlocks.json(17)
        + ",\"id\":1},{\"jsonrpc\":\"2.0\",\"result\":"
        + TestBlocks.json(18)
        + ",\"id\":2},{\"jsonrpc\":\"2.0\",\"result\":"
        + TestBlocks.json(19)
        + ",\"id\":3}]";
  }

  private static void assertWellTyped(BatchResult read, int count) {
    List<RpcResult> results = read.results();
    assertThat(results).hasSize(count);
    for (int i = 0; i < count; i++) {
      RpcResult result = results.get(i);
      assertThat(result.failure() == null).isNotEqualTo(result instanceof RpcFailure);
      if (result instanceof RpcResult.Block block) {
        BlockActivity activity = block.activity();
        assertThat(activity.number()).isEqualTo(17 + i);
        assertThat(activity.hash()).isNotNull();
        assertThat(activity.parentHash()).isNotNull();
        assertThat(activity.timestamp()).isBetween(0L, BlockParser.LAST_TIMESTAMP);
      } else if (result instanceof RpcResult.Header header) {
        assertThat(header.header().number()).isEqualTo(17 + i);
      } else {
        assertThat(result).isInstanceOf(RpcFailure.class);
      }
    }
  }
}
