package network.rei.dau.chain.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.web3j.protocol.Web3jService;

/** The headers of some numbered blocks: all of them, or as far as any endpoint has them. */
final class HeadersRequest extends PendingRequest<List<Optional<BlockHeader>>> {

  private final List<Long> numbers;
  private final boolean all;

  /** Null where it is not known yet whether there is one. */
  private final Optional<BlockHeader>[] headers;

  private int open;

  /** Fails where no endpoint has one of them. */
  static HeadersRequest all(List<Long> numbers) {
    return new HeadersRequest(numbers, true);
  }

  /** Is done without those that no endpoint has. */
  static HeadersRequest ifServed(List<Long> numbers) {
    return new HeadersRequest(numbers, false);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no generics
  private HeadersRequest(List<Long> numbers, boolean all) {
    super(numbers.size());
    this.all = all;
    this.numbers = List.copyOf(numbers);
    this.headers = new Optional[numbers.size()];
    this.open = numbers.size();
  }

  @Override
  RpcCall request(int index, Web3jService service) {
    return RpcCall.header(service, numbers.get(index));
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    settle(index, Optional.of((BlockHeader) result));
    return List.of();
  }

  @Override
  boolean absorbs(int index, RpcFailure fault) {
    boolean lacking = !all && isOfMissingBlock(fault);
    if (lacking) {
      settle(index, Optional.empty());
    }
    return lacking;
  }

  @Override
  boolean hurries(RpcFailure fault) {
    return !all && isOfMissingBlock(fault);
  }

  private static boolean isOfMissingBlock(RpcFailure fault) {
    return fault.kind() == Kind.MISSING_BLOCK;
  }

  private void settle(int index, Optional<BlockHeader> header) {
    open -= headers[index] == null ? 1 : 0;
    headers[index] = header;
  }

  @Override
  boolean isComplete() {
    return open == 0;
  }

  @Override
  List<Optional<BlockHeader>> result() {
    return List.of(headers);
  }

  @Override
  String describe(int[] indexes) {
    return BlockNumberText.of(Arrays.stream(indexes).mapToLong(numbers::get).toArray());
  }

  @Override
  boolean isBulk() {
    return false;
  }
}
