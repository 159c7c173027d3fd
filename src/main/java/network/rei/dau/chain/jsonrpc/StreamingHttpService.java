package network.rei.dau.chain.jsonrpc;

import io.reactivex.Flowable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;

/**
 * web3j's transport for one endpoint, which reads answers as they stream in: bounded in size, items
 * matched by id, straight into what we keep. Batches of our own {@link RpcCall}s only.
 *
 * <p>Futures never fail: what goes wrong is a {@link RpcFailure} in the {@link BatchResult}.
 * Nothing blocks but {@code send} and {@code sendBatch}, which nobody here calls.
 */
public final class StreamingHttpService implements Web3jService {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final long LONGEST_ERROR_BODY = 64 * 1024;

  private final OkHttpClient client;
  private final HttpUrl url;
  private final String authorization;
  private final Clock clock;

  /**
   * @param client shared by all endpoints; its call timeout is the bound of a request's time
   * @param clock to read dates of {@code Retry-After} by
   */
  public StreamingHttpService(OkHttpClient client, URI url, Clock clock) {
    HttpUrl given = HttpUrl.get(url.toString());
    this.client = client;
    this.url = given.newBuilder().username("").password("").build();
    this.authorization =
        given.username().isEmpty() && given.password().isEmpty()
            ? null
            : Credentials.basic(given.username(), given.password(), StandardCharsets.UTF_8);
    this.clock = clock;
  }

  @Override
  public CompletableFuture<BatchResponse> sendBatchAsync(BatchRequest batch) {
    List<RpcCall> requests = new ArrayList<>(batch.getRequests().size());
    batch.getRequests().forEach(request -> requests.add((RpcCall) request));
    okhttp3.Request.Builder http =
        new okhttp3.Request.Builder()
            .url(url)
            .header("User-Agent", "rei-dau-stats")
            .post(RequestBody.create(RequestWriter.write(requests), JSON));
    if (authorization != null) {
      http.header("Authorization", authorization);
    }
    CompletableFuture<BatchResponse> answer = new CompletableFuture<>();
    client
        .newCall(http.build())
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                answer.complete(BatchResult.failed(batch, HttpFailures.broken(e)));
              }

              @Override
              public void onResponse(Call call, Response response) {
                answer.complete(read(call, response, batch, requests));
              }
            });
    return answer;
  }

  private BatchResult read(
      Call call, Response response, BatchRequest batch, List<RpcCall> requests) {
    try (response) {
      BatchResponseReader reader = read(call, response, requests);
      if (response.code() == 200) {
        return new BatchResult(batch, reader.answers(), reader.fault());
      }
      RpcFailure fault = HttpFailures.status(response.code(), requests.size(), errorIn(reader));
      return BatchResult.failed(
          batch,
          fault.withRetryAfter(
              RetryAfterHeader.parse(response.header("Retry-After"), clock.instant())));
    } catch (RuntimeException e) {
      // A fault of ours in reading must still end the call, and be seen.
      return BatchResult.failed(
          batch,
          new RpcFailure(Kind.MALFORMED, Cause.SERVER, "unreadable: " + e.getClass().getName()));
    }
  }

  private static BatchResponseReader read(Call call, Response response, List<RpcCall> requests) {
    ResponseBody body = response.body();
    long limit =
        response.code() == 200 ? ResponseSizeLimit.bytesFor(requests.size()) : LONGEST_ERROR_BODY;
    InputStream stream = body == null ? InputStream.nullInputStream() : body.byteStream();
    BatchResponseReader reader =
        new BatchResponseReader(requests).read(new ResponseSizeLimit(stream, limit));
    if (reader.fault() != null && response.code() == 200) {
      // What may still come is not wanted; closing alone would wait for it.
      call.cancel();
    }
    return reader;
  }

  /** The JSON-RPC error that some nodes send along with an HTTP one; null if there is none. */
  private static RpcFailure errorIn(BatchResponseReader reader) {
    RpcFailure whole = reader.fault();
    RpcFailure fault = whole != null ? whole : reader.answers().get(0).fault();
    boolean error =
        fault != null && (fault.kind() == Kind.REFUSED || fault.kind() == Kind.RATE_LIMITED);
    return error ? fault : null;
  }

  @Override
  public BatchResponse sendBatch(BatchRequest batch) throws IOException {
    try {
      return sendBatchAsync(batch).join();
    } catch (CompletionException e) {
      throw new IOException("the batch could not be sent", e.getCause());
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as web3j declares it
  public <T extends org.web3j.protocol.core.Response> CompletableFuture<T> sendAsync(
      Request request, Class<T> responseType) {
    BatchRequest one = new BatchRequest(this).add((RpcCall) request);
    return sendBatchAsync(one)
        .thenApply(answer -> responseType.cast(((BatchResult) answer).answers().get(0)));
  }

  @Override
  @SuppressWarnings("rawtypes") // as web3j declares it
  public <T extends org.web3j.protocol.core.Response> T send(Request request, Class<T> responseType)
      throws IOException {
    return sendAsync(request, responseType).join();
  }

  @Override
  @SuppressWarnings("rawtypes") // as web3j declares it
  public <T extends org.web3j.protocol.websocket.events.Notification<?>> Flowable<T> subscribe(
      Request request, String unsubscribeMethod, Class<T> responseType) {
    throw new UnsupportedOperationException("HTTP has no subscriptions");
  }

  /** The client is shared and closed by who made it. */
  @Override
  public void close() {}
}
