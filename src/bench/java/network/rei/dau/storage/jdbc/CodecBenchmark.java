package network.rei.dau.storage.jdbc;

import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.storage.jdbc.codec.RecordCodec;
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

/** Records to bytes and back: 1,200 blocks, 6,000 transactions, about 9,700 addresses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {

  private ChunkRecord record;
  private byte[] bytes;

  @Setup
  public void make() {
    record = RecordFixtures.large(7);
    bytes = RecordCodec.encode(record);
  }

  @Benchmark
  public byte[] encode() {
    return RecordCodec.encode(record);
  }

  @Benchmark
  public ChunkRecord decode() {
    return RecordCodec.decode(7, bytes);
  }
}
