package network.rei.dau.chain;

import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.BlockHeader;
import org.web3j.protocol.Web3jService;

/** The headers of some numbered blocks. */
final class HeadersJob extends Job<List<BlockHeader>> {

  private final List<Long> numbers;
  private final BlockHeader[] headers;
  private int missing;

  HeadersJob(List<Long> numbers) {
    super(numbers.size());
    this.numbers = List.copyOf(numbers);
    this.headers = new BlockHeader[numbers.size()];
    this.missing = numbers.size();
  }

  @Override
  RpcRequest request(int index, Web3jService service) {
    return RpcRequest.header(service, numbers.get(index));
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    if (headers[index] == null) {
      missing--;
    }
    headers[index] = (BlockHeader) result;
    return List.of();
  }

  @Override
  boolean isComplete() {
    return missing == 0;
  }

  @Override
  List<BlockHeader> result() {
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
