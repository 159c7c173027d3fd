package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.Web3j;

/**
 * The headers of some numbered blocks; empty where the absence of a header is tolerated. A number
 * without a block has the hash and the timestamp of the block before.
 */
final class HeadersRequest extends PendingRequest<RpcResult, List<Optional<BlockHeader>>> {

  private enum Tolerance {
    /** Every header is needed. */
    NONE,
    /** A block that no endpoint serves, by null or by an error object, is empty. */
    NOT_SERVED,
    /** A block that is answered badly in any way is empty. */
    BAD_ANSWER
  }

  private final Tolerance tolerance;

  /** Null where the outcome is not known yet. */
  private final Optional<BlockHeader>[] headers;

  /** For each call the place of the header in the result. */
  private final List<Integer> places;

  private final Web3j web3j;
  private int undecided;

  /** Creates a request that fails if a header cannot be read. */
  static HeadersRequest all(Web3j web3j, List<Long> numbers) {
    return new HeadersRequest(web3j, numbers, Tolerance.NONE);
  }

  /** Creates a request whose headers are empty where no endpoint serves the block. */
  static HeadersRequest ifServed(Web3j web3j, List<Long> numbers) {
    return new HeadersRequest(web3j, numbers, Tolerance.NOT_SERVED);
  }

  /** Creates a request for block 0, which nodes without old blocks refuse in different ways. */
  static HeadersRequest genesis(Web3j web3j) {
    return new HeadersRequest(web3j, List.of(0L), Tolerance.BAD_ANSWER);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays
  private HeadersRequest(Web3j web3j, List<Long> numbers, Tolerance tolerance) {
    super(
        BlocksRequest.batch(web3j, numbers.stream().mapToLong(Long::longValue), false),
        RpcResult.class);
    this.web3j = web3j;
    this.tolerance = tolerance;
    this.places =
        IntStream.range(0, size()).boxed().collect(Collectors.toCollection(ArrayList::new));
    this.headers = new Optional[size()];
    this.undecided = size();
  }

  @Override
  List<FailedCall> accept(int index, RpcResult result, int endpoint) {
    long number = calls().get(places.get(index)).block();
    if (result instanceof RpcResult.Header found) {
      decide(index, Optional.of(NullRounds.headerAt(number, found.header())));
    } else if (result instanceof RpcResult.NullRound) {
      long before = calls().get(index).block() - 1;
      if (number - before > NullRounds.MAX_IN_A_ROW) {
        return List.of(new FailedCall(this, index, endpoint, NullRounds.TOO_MANY));
      }
      places.add(places.get(index));
      retries().add(new QueuedCall(this, addCall(NullRounds.header(web3j, before))));
    }
    return List.of();
  }

  @Override
  boolean toleratesMissing(int index, RpcFailure failure) {
    boolean tolerated =
        switch (tolerance) {
          case NONE -> false;
          case NOT_SERVED -> failure.isNotServed();
          case BAD_ANSWER -> failure.cause() == RpcFailure.Cause.ANSWER;
        };
    if (tolerated) {
      decide(index, Optional.empty());
    }
    return tolerated;
  }

  @Override
  boolean retriesEarly(RpcFailure failure) {
    return tolerance == Tolerance.NOT_SERVED && failure.isNotServed();
  }

  private void decide(int index, Optional<BlockHeader> header) {
    int place = places.get(index);
    undecided -= headers[place] == null ? 1 : 0;
    headers[place] = header;
  }

  @Override
  boolean isComplete() {
    return undecided == 0;
  }

  @Override
  List<Optional<BlockHeader>> result() {
    return List.of(headers);
  }

  @Override
  String describe(int[] indexes) {
    return BlockNumberText.of(
        Arrays.stream(indexes).mapToLong(index -> calls().get(index).block()).toArray());
  }
}
