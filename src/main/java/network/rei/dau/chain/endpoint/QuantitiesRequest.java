package network.rei.dau.chain.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.core.BatchRequest;

/** Requests of web3j whose results are numbers, such as the chain id and the head. */
final class QuantitiesRequest extends PendingRequest<RpcResult.Quantity, List<Long>> {

  private final Long[] quantities;
  private int missing;

  QuantitiesRequest(BatchRequest batch) {
    super(batch, RpcResult.Quantity.class);
    this.quantities = new Long[size()];
    this.missing = size();
  }

  @Override
  List<FailedCall> accept(int index, RpcResult.Quantity quantity, int endpoint) {
    missing -= quantities[index] == null ? 1 : 0;
    quantities[index] = quantity.value();
    return List.of();
  }

  @Override
  boolean isComplete() {
    return missing == 0;
  }

  @Override
  List<Long> result() {
    return List.of(quantities);
  }

  @Override
  String describe(int[] indexes) {
    return Arrays.stream(indexes)
        .mapToObj(index -> calls().get(index).request().getMethod())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
