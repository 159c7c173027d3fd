package network.rei.dau.chain.endpoint;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reactivex.Flowable;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import network.rei.dau.concurrent.Failures;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.websocket.events.Notification;
import org.web3j.utils.Numeric;

/**
 * Sends the requests of {@code Web3j} through the endpoint manager, which selects the endpoint,
 * retries, and checks the chain id. Requests whose result is a number are answered as web3j's
 * types; blocks and headers are submitted as requests of their own, because they are parsed while
 * they arrive.
 */
final class ScheduledWeb3jService implements Web3jService {

  private static final ObjectMapper MAPPER = ObjectMapperFactory.getObjectMapper();

  private final ActorRef<EndpointManager.Command> manager;
  private volatile boolean closed;

  ScheduledWeb3jService(ActorRef<EndpointManager.Command> manager) {
    this.manager = manager;
  }

  /** Returns the result of a request; cancelling it ends its calls. */
  <R> CompletableFuture<R> submit(PendingRequest<?, R> request) {
    manager.tell(new EndpointManager.Submit(request));
    if (closed) {
      // The manager may have stopped before it received the request.
      request.future().completeExceptionally(CallScheduler.closed());
    }
    return request.future();
  }

  @Override
  public CompletableFuture<BatchResponse> sendBatchAsync(BatchRequest batch) {
    return submit(new QuantitiesRequest(batch)).thenApply(values -> response(batch, values));
  }

  private static BatchResponse response(BatchRequest batch, List<Long> quantities) {
    List<Response<?>> responses = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      Request<?, ? extends Response<?>> request = batch.getRequests().get(i);
      responses.add(
          MAPPER.convertValue(
              Map.of(
                  "jsonrpc",
                  request.getJsonrpc(),
                  "id",
                  request.getId(),
                  "result",
                  Numeric.encodeQuantity(BigInteger.valueOf(quantities.get(i)))),
              request.getResponseType()));
    }
    return new BatchResponse(batch.getRequests(), responses);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // web3j declares raw types
  public <T extends Response> CompletableFuture<T> sendAsync(
      Request request, Class<T> responseType) {
    return sendBatchAsync(new BatchRequest(this).add(request))
        .thenApply(response -> responseType.cast(response.getResponses().get(0)));
  }

  @Override
  @SuppressWarnings("rawtypes") // web3j declares raw types
  public <T extends Response> T send(Request request, Class<T> responseType) throws IOException {
    return await(sendAsync(request, responseType));
  }

  @Override
  public BatchResponse sendBatch(BatchRequest batch) throws IOException {
    return await(sendBatchAsync(batch));
  }

  private static <T> T await(CompletableFuture<T> response) throws IOException {
    try {
      return response.join();
    } catch (CompletionException e) {
      throw new IOException(Failures.message(e), Failures.cause(e));
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // web3j declares raw types
  public <T extends Notification<?>> Flowable<T> subscribe(
      Request request, String unsubscribeMethod, Class<T> responseType) {
    return Flowable.error(new IOException("JSON-RPC over HTTP has no subscriptions"));
  }

  /** Stops the manager; pending and later requests fail. */
  @Override
  public void close() {
    closed = true;
    manager.tell(new EndpointManager.Close());
  }
}
