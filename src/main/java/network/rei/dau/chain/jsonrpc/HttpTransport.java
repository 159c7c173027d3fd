package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.proof.ProofLevel;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.web3j.protocol.ObjectMapperFactory;

/**
 * Sends batches to one endpoint over HTTP and parses the responses while they arrive. A request
 * occupies one thread of the executor until its response is read.
 */
public final class HttpTransport implements BatchTransport {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final ObjectMapper MAPPER = ObjectMapperFactory.getObjectMapper();

  /** A REI node closes a connection that is idle for 5 s; a request must not meet that moment. */
  private static final long IDLE_SECONDS = 4;

  private static final int MEBIBYTE = 1 << 20;

  /** Several times the largest blocks of Ethereum. */
  private static final long MAX_SINGLE_RESPONSE = 32L * MEBIBYTE;

  private static final long MIN_BATCH_RESPONSE = 8L * MEBIBYTE;
  private static final long MAX_BATCH_RESPONSE = 64L * MEBIBYTE;
  private static final long BATCH_RESPONSE_PER_CALL = MEBIBYTE / 4;
  private static final long MAX_ERROR_RESPONSE = 64 * 1024;

  private final OkHttpClient client;
  private final HttpUrl url;
  private final String authorization;
  private final ChainRules rules;
  private final ProofLevel level;
  private final long maxBlockBytes;
  private final Executor executor;
  private final Clock clock;

  /**
   * Creates a transport.
   *
   * @param client shared by the endpoints; see {@link #client}
   * @param rules of the chain that the endpoint serves
   * @param level what is proven of its blocks, at least
   * @param maxBlockBytes memory that the blocks of one response may take
   * @param executor for blocking work
   * @param clock to interpret dates in {@code Retry-After}
   */
  public HttpTransport(
      OkHttpClient client,
      URI url,
      ChainRules rules,
      ProofLevel level,
      long maxBlockBytes,
      Executor executor,
      Clock clock) {
    HttpUrl given = HttpUrl.get(url.toString());
    this.client = client;
    this.url = given.newBuilder().username("").password("").build();
    this.authorization =
        given.username().isEmpty() && given.password().isEmpty()
            ? null
            : Credentials.basic(given.username(), given.password(), StandardCharsets.UTF_8);
    this.rules = rules;
    this.level = level;
    this.maxBlockBytes = maxBlockBytes;
    this.executor = executor;
    this.clock = clock;
  }

  /** Returns a client with the timeouts of the settings. */
  public static OkHttpClient client(RpcSettings settings) {
    int connections = settings.maxInFlight() * settings.requestUrls().size();
    return new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(connections, IDLE_SECONDS, TimeUnit.SECONDS))
        .callTimeout(settings.timeout())
        .connectTimeout(settings.timeout())
        .readTimeout(settings.timeout())
        .writeTimeout(settings.timeout())
        // A redirected POST would arrive as a GET.
        .followRedirects(false)
        .build();
  }

  @Override
  public CompletionStage<BatchResult> send(List<RpcCall> calls, Duration timeout) {
    return CompletableFuture.supplyAsync(() -> exchange(calls, timeout), executor);
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }

  private BatchResult exchange(List<RpcCall> calls, Duration timeout) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", "rei-dau-stats")
            .post(RequestBody.create(body(calls), JSON));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    Call call = client.newCall(request.build());
    call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return result(call, response, calls);
    } catch (IOException e) {
      return BatchResult.failed(calls.size(), HttpFailures.broken(e));
    } catch (RuntimeException e) {
      return BatchResult.failed(
          calls.size(),
          new RpcFailure(Kind.MALFORMED, Cause.SERVER, "unreadable: " + e.getClass().getName()));
    }
  }

  /** Writes one call as a plain object, which also nodes without batches answer, more as a list. */
  static byte[] body(List<RpcCall> calls) {
    try {
      return calls.size() == 1
          ? MAPPER.writeValueAsBytes(calls.get(0).request())
          : MAPPER.writeValueAsBytes(calls.stream().map(RpcCall::request).toList());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a request could not be written", e);
    }
  }

  private BatchResult result(Call call, Response response, List<RpcCall> calls) {
    boolean ok = response.code() == 200;
    ResponseBody body = response.body();
    InputStream stream = body == null ? InputStream.nullInputStream() : body.byteStream();
    long limit = ok ? maxResponse(calls.size()) : MAX_ERROR_RESPONSE;
    String source = HttpFailures.source(response);
    BatchResult result =
        new BatchResponseReader(calls, rules, level, maxBlockBytes)
            .read(new LimitedStream(stream, limit), source);
    if (!ok) {
      RpcFailure failure =
          HttpFailures.status(response.code(), source, calls.size(), rpcError(result));
      return BatchResult.failed(
          calls.size(),
          failure.withRetryAfter(
              HttpFailures.retryAfter(response.header("Retry-After"), clock.instant())));
    }
    if (result.failure() != null) {
      // Closing the response alone would first read the rest of it.
      call.cancel();
    }
    return isUncertain(result, response)
        ? BatchResult.failed(calls.size(), result.failure())
        : result;
  }

  /** The checksum of a compressed body is at its end: without it, no result may be used. */
  private static boolean isUncertain(BatchResult result, Response response) {
    return result.failure() != null
        && result.failure().cause() != Cause.TOO_LARGE
        && HttpFailures.isCompressed(response);
  }

  /** Returns the JSON-RPC error that some nodes send along with an HTTP one; null if none. */
  private static RpcFailure rpcError(BatchResult result) {
    RpcFailure whole = result.failure();
    RpcFailure failure = whole != null ? whole : result.results().get(0).failure();
    boolean error =
        failure != null && (failure.kind() == Kind.REFUSED || failure.kind() == Kind.RATE_LIMITED);
    return error ? failure : null;
  }

  /**
   * Returns how many bytes the response to so many calls may have. A batch with a larger response
   * is requested again in halves, down to one block.
   */
  static long maxResponse(int calls) {
    return calls == 1
        ? MAX_SINGLE_RESPONSE
        : Math.min(MAX_BATCH_RESPONSE, MIN_BATCH_RESPONSE + calls * BATCH_RESPONSE_PER_CALL);
  }

  /** Limits a response, after decompression, so that it also stops a compressed bomb. */
  static final class LimitedStream extends FilterInputStream {

    private final long limit;
    private long left;

    LimitedStream(InputStream body, long limit) {
      super(body);
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        consume(1);
      }
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      if (read > 0) {
        consume(read);
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      consume(skipped);
      return skipped;
    }

    private void consume(long bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new ResponseTooLarge(limit);
      }
    }
  }

  /** Reports a response beyond its limit. */
  static final class ResponseTooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    ResponseTooLarge(long limit) {
      super("the answer is larger than " + limit / MEBIBYTE + " MiB");
    }
  }
}
