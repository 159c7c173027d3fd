package network.rei.dau.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import org.web3j.protocol.Web3jService;

/** The headers of some numbered blocks: all of them, or as far as any endpoint has them. */
final class HeadersJob extends Job<List<Optional<BlockHeader>>> {

  private final List<Long> numbers;
  private final boolean all;

  /** Null where it is not known yet whether there is one. */
  private final Optional<BlockHeader>[] headers;

  private int open;

  /** Fails where no endpoint has one of them. */
  static HeadersJob all(List<Long> numbers) {
    return new HeadersJob(numbers, true);
  }

  /** Is done without those that no endpoint has. */
  static HeadersJob ifServed(List<Long> numbers) {
    return new HeadersJob(numbers, false);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no generics
  private HeadersJob(List<Long> numbers, boolean all) {
    super(numbers.size());
    this.all = all;
    this.numbers = List.copyOf(numbers);
    this.headers = new Optional[numbers.size()];
    this.open = numbers.size();
  }

  @Override
  RpcRequest request(int index, Web3jService service) {
    return RpcRequest.header(service, numbers.get(index));
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    settle(index, Optional.of((BlockHeader) result));
    return List.of();
  }

  @Override
  boolean absorbs(int index, Fault fault) {
    boolean lacking = !all && isOfMissingBlock(fault);
    if (lacking) {
      settle(index, Optional.empty());
    }
    return lacking;
  }

  @Override
  boolean hurries(Fault fault) {
    return !all && isOfMissingBlock(fault);
  }

  private static boolean isOfMissingBlock(Fault fault) {
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
    return BlockNumbers.of(Arrays.stream(indexes).mapToLong(numbers::get).toArray());
  }

  @Override
  boolean isBulk() {
    return false;
  }
}
