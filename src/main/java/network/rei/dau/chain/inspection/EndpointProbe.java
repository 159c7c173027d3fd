package network.rei.dau.chain.inspection;

import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.BatchTransport;
import network.rei.dau.chain.jsonrpc.HttpTransport;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.utils.Numeric;

/**
 * Sends requests to one endpoint, one after the other and without retries, in the form in which the
 * service sends them. Every method blocks for at most a few timeouts of a request, and throws a
 * {@link ChainException} whose message describes what the endpoint answered.
 */
public final class EndpointProbe implements AutoCloseable {

  /** The memory that the blocks of one response may take. */
  private static final long MAX_BLOCK_BYTES = Runtime.getRuntime().maxMemory() / 16;

  private final EndpointName name;
  private final RpcSettings settings;
  private final BatchTransport transport;
  private final Duration pause;
  private boolean first = true;

  /**
   * Creates a probe.
   *
   * @param url http or https
   * @param probes that send requests at the same time and share the limit of requests per second
   */
  public EndpointProbe(RpcSettings settings, URI url, int probes, Clock clock) {
    this.name = EndpointName.of(url);
    this.settings = settings;
    this.transport =
        new HttpTransport(
            HttpTransport.client(settings),
            url,
            ChainRules.of(settings.chainId()),
            settings.verify(),
            MAX_BLOCK_BYTES,
            Runnable::run,
            clock);
    double rate = settings.maxRequestsPerSecond();
    this.pause = rate == 0 ? Duration.ZERO : Duration.ofMillis(Math.round(1000 * probes / rate));
  }

  /**
   * Newest blocks that one request returned.
   *
   * @param blocks the number of blocks
   * @param transactions in all of the blocks
   * @param unverified blocks whose list of transactions is not proven; all without a proof
   * @param larger why a request for twice as many blocks failed; empty if the settings allow no
   *     larger one, or the chain has no more blocks
   */
  public record Sample(int blocks, long transactions, long unverified, Optional<String> larger) {}

  /** Returns the result of {@code eth_chainId}. */
  public long chainId() {
    return one(RpcCall.CHAIN_ID) instanceof RpcResult.Quantity quantity ? quantity.value() : -1;
  }

  /** Returns the header of the newest block. */
  public BlockHeader head() {
    if (one(block("latest", false)) instanceof RpcResult.Header newest) {
      return newest.header();
    }
    throw new ChainException(ChainException.Kind.MISSING_BLOCK, "it has no newest block");
  }

  /**
   * Requests the newest blocks in one request, as many as the settings allow, and half as many each
   * time such a request fails as a whole.
   */
  public Sample newestBlocks(BlockHeader head) {
    Optional<String> larger = Optional.empty();
    int size = (int) Math.min(settings.maxBatchSize(), head.number() + 1);
    while (true) {
      List<RpcCall> calls = new ArrayList<>();
      LongStream.rangeClosed(head.number() - size + 1, head.number())
          .mapToObj(number -> block(number, true))
          .forEach(calls::add);
      BatchResult result = send(calls);
      Optional<RpcFailure> failure = failure(result);
      if (failure.isEmpty()) {
        return sample(result, larger);
      }
      if (size == 1 || failure.get().cause() == Cause.ANSWER) {
        throw new ChainException(failure.get().kind(), describe(failure.get()));
      }
      larger = Optional.of(describe(failure.get()));
      size /= 2;
    }
  }

  private static Sample sample(BatchResult result, Optional<String> larger) {
    long transactions = 0;
    long unverified = 0;
    for (RpcResult item : result.results()) {
      if (item instanceof RpcResult.Block block) {
        transactions += block.activity().transactionCount();
        unverified += block.verified() ? 0 : 1;
      }
    }
    return new Sample(result.results().size(), transactions, unverified, larger);
  }

  /**
   * Returns the headers of the numbered blocks, in the order of {@code numbers}; empty where the
   * endpoint answers null or an error object.
   *
   * @param batch the number of blocks that one request may ask for
   */
  public List<Optional<BlockHeader>> headersIfServed(List<Long> numbers, int batch) {
    List<Optional<BlockHeader>> headers = new ArrayList<>();
    for (int start = 0; start < numbers.size(); start += batch) {
      List<Long> part = numbers.subList(start, Math.min(start + batch, numbers.size()));
      for (RpcResult item :
          send(part.stream().map(number -> block(number, false)).toList()).results()) {
        RpcFailure failure = item.failure();
        if (failure != null && !failure.isNotServed()) {
          throw new ChainException(failure.kind(), describe(failure));
        }
        headers.add(
            item instanceof RpcResult.Header found
                ? Optional.of(found.header())
                : Optional.empty());
      }
    }
    return headers;
  }

  /** Returns the failure of the whole response, or of the first call that has one. */
  private static Optional<RpcFailure> failure(BatchResult result) {
    return result.failure() != null
        ? Optional.of(result.failure())
        : result.results().stream()
            .filter(item -> item.failure() != null)
            .map(RpcResult::failure)
            .findFirst();
  }

  private RpcResult one(RpcCall call) {
    RpcResult result = send(List.of(call)).results().get(0);
    if (result.failure() != null) {
      throw new ChainException(result.failure().kind(), describe(result.failure()));
    }
    return result;
  }

  private BatchResult send(List<RpcCall> calls) {
    try {
      if (!first) {
        Thread.sleep(pause.toMillis());
      }
      first = false;
      BatchResult result = transport.send(calls, settings.timeout()).toCompletableFuture().join();
      return result.needsSenders() ? result.withSenders() : result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainException(ChainException.Kind.CLOSED, "interrupted", e);
    } catch (CompletionException e) {
      throw new ChainException(
          ChainException.Kind.UNREACHABLE, "the request failed: " + e.getCause(), e);
    }
  }

  private static RpcCall block(long number, boolean full) {
    return block(Numeric.toHexStringWithPrefix(BigInteger.valueOf(number)), full);
  }

  private static RpcCall block(String block, boolean full) {
    return RpcCall.of(
        new Request<>("eth_getBlockByNumber", List.of(block, full), null, EthBlock.class));
  }

  private String describe(RpcFailure failure) {
    return name.scrub(failure.message());
  }

  @Override
  public void close() {
    transport.close();
  }
}
