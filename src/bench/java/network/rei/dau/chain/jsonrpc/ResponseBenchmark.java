package network.rei.dau.chain.jsonrpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthBlock;

/**
 * Measures the parsing of responses of a simulated node, with 5 transactions and 4.65 kB a block,
 * and the building of a record from the blocks: all computation between the network and the store.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ResponseBenchmark {

  private static final int CHUNK_SIZE = 1200;
  private static final int BATCH = 200;

  private Exchange one;
  private Exchange batch;
  private List<Exchange> chunk;
  private List<BlockActivity> blocks;

  /** A batch of calls and the bytes of its response. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Exchange(List<RpcCall> calls, byte[] response) {

    static Exchange with(SimulatedNode node, long first, int count)
        throws IOException, InterruptedException {
      List<RpcCall> calls = new ArrayList<>();
      for (long number = first; number < first + count; number++) {
        List<Object> params = List.of("0x" + Long.toHexString(number), true);
        calls.add(RpcCall.of(new Request<>("eth_getBlockByNumber", params, null, EthBlock.class)));
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(node.uri().toString()))
              .POST(HttpRequest.BodyPublishers.ofByteArray(HttpTransport.body(calls)))
              .build();
      HttpResponse<byte[]> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Exchange(calls, response.body());
    }

    List<RpcResult> read() {
      return read(ProofLevel.NONE);
    }

    List<RpcResult> read(ProofLevel level) {
      return new BatchResponseReader(calls, ChainRules.of(47_805), level, Long.MAX_VALUE)
          .read(new ByteArrayInputStream(response), "HTTP 200")
          .results();
    }
  }

  @Setup
  public void download() throws IOException, InterruptedException {
    try (SimulatedNode node =
        SimulatedNode.start(SimulatedChain.of(ChainSpec.of(1, 2 * CHUNK_SIZE).withSignatures()))) {
      one = Exchange.with(node, CHUNK_SIZE, 1);
      batch = Exchange.with(node, CHUNK_SIZE, BATCH);
      chunk = new ArrayList<>();
      for (int first = CHUNK_SIZE; first < 2 * CHUNK_SIZE; first += BATCH) {
        chunk.add(Exchange.with(node, first, BATCH));
      }
    }
    blocks = readChunk();
  }

  private List<BlockActivity> readChunk() {
    List<BlockActivity> read = new ArrayList<>(CHUNK_SIZE);
    for (Exchange exchange : chunk) {
      for (RpcResult result : exchange.read()) {
        if (!(result instanceof RpcResult.Block block)) {
          throw new IllegalStateException(result.toString());
        }
        read.add(block.activity());
      }
    }
    return read;
  }

  /** One block, requested alone. */
  @Benchmark
  public List<RpcResult> parseBlock() {
    return one.read();
  }

  /** A batch of 200. */
  @Benchmark
  public List<RpcResult> parseBatch() {
    return batch.read();
  }

  /** A batch of 200, whose roots are proven. */
  @Benchmark
  public List<RpcResult> proveRoots() {
    return batch.read(ProofLevel.ROOTS);
  }

  /** A batch of 200, whose roots and senders are proven. */
  @Benchmark
  public List<RpcResult> proveSenders() {
    return batch.read(ProofLevel.SENDERS);
  }

  /** The record of 1,200 blocks. */
  @Benchmark
  public ChunkRecord buildRecord() {
    return ChunkRecord.of(new Chunk(1, CHUNK_SIZE), 0, blocks);
  }

  /** From bytes to a record: 1,200 blocks in 6 responses. */
  @Benchmark
  public ChunkRecord parseAndBuildRecord() {
    return ChunkRecord.of(new Chunk(1, CHUNK_SIZE), 0, readChunk());
  }

  /** The text of a request for 200 blocks. */
  @Benchmark
  public byte[] writeRequest() {
    return HttpTransport.body(batch.calls());
  }
}
