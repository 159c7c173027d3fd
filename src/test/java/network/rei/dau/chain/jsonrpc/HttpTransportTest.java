package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpTransportTest {

  @Test
  void shouldWriteOneCallAsAnObjectAndSeveralAsAList() {
    RpcCall block = Responses.block(17, 5);
    String plain =
        "{\"jsonrpc\":\"2.0\",\"method\":\"eth_getBlockByNumber\",\"params\":[\"0x11\",true],\"id\":5}";
    assertThat(new String(HttpTransport.body(List.of(block)), StandardCharsets.UTF_8))
        .isEqualTo(plain);
    assertThat(
            new String(
                HttpTransport.body(List.of(block, Responses.header(16, 6))),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "["
                + plain
                + ","
                + plain.replace("0x11", "0x10").replace("true", "false").replace(":5", ":6")
                + "]");
  }

  @Test
  void shouldStopReadingAResponseAtItsLimit() throws IOException {
    HttpTransport.LimitedStream limited =
        new HttpTransport.LimitedStream(new ByteArrayInputStream(new byte[100]), 99);
    assertThat(limited.readNBytes(99)).hasSize(99);
    assertThatThrownBy(limited::read).isInstanceOf(HttpTransport.ResponseTooLarge.class);
    assertThat(HttpTransport.maxResponse(1)).isGreaterThan(10_000_000);
    assertThat(HttpTransport.maxResponse(1000)).isLessThanOrEqualTo(64 << 20);
  }
}
