package network.rei.dau.chain.endpoint;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.jsonrpc.StreamingHttpService;
import network.rei.dau.concurrent.DaemonThreads;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * A chain read over HTTP: batches of JSON-RPC requests to one or several endpoints, as many and as
 * large as each of them bears, answers parsed as they stream in.
 *
 * <p>Safe for use from any thread. All threads are daemons: one loop that owns the state, one that
 * completes stages, and at most one for each request under way.
 */
public final class JsonRpcChainClient implements ChainClient {

  /** Blocks in one range at most: they are all held until the last is there. */
  public static final int LONGEST_RANGE = 1_000_000;

  /** A REI node closes a connection idle for 5 s; a request must not meet that moment. */
  private static final long IDLE_SECONDS = 4;

  private final CallScheduler scheduler;
  private final OkHttpClient http;
  private final ExecutorService results;

  private JsonRpcChainClient(RpcSettings settings, ClientTuning tuning, RandomGenerator random) {
    int threads = settings.maxInFlight() * settings.urls().size();
    this.http = http(settings, threads);
    ThreadPoolExecutor completing = pool("chain-result", 1);
    // After the end there may still be a stage to complete.
    completing.setRejectedExecutionHandler((task, executor) -> task.run());
    this.results = completing;
    EventLoop loop = new ThreadEventLoop();
    List<Endpoint> endpoints = new ArrayList<>();
    for (URI url : settings.urls()) {
      endpoints.add(
          new Endpoint(
              endpoints.size(),
              EndpointName.of(url),
              new StreamingHttpService(http, url, Clock.systemUTC()),
              settings,
              tuning,
              random));
    }
    RetryPolicy retries =
        new RetryPolicy(
            settings.attempts(),
            settings.timeout(),
            settings.backoff(),
            tuning.firstRetry(),
            random);
    this.scheduler = new CallScheduler(loop, results, settings, tuning, endpoints, retries);
  }

  /** A client that is ready at once; nothing is sent before the first call. */
  public static JsonRpcChainClient create(RpcSettings settings) {
    return create(settings, ClientTuning.DEFAULT);
  }

  static JsonRpcChainClient create(RpcSettings settings, ClientTuning tuning) {
    return new JsonRpcChainClient(settings, tuning, new SplittableRandom());
  }

  private static OkHttpClient http(RpcSettings settings, int threads) {
    Dispatcher dispatcher = new Dispatcher(pool("chain-http", threads));
    dispatcher.setMaxRequests(threads);
    dispatcher.setMaxRequestsPerHost(threads);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(new ConnectionPool(threads, IDLE_SECONDS, TimeUnit.SECONDS))
        .callTimeout(settings.timeout())
        .connectTimeout(settings.timeout())
        .readTimeout(settings.timeout())
        .writeTimeout(settings.timeout())
        // A redirected POST would arrive as a GET.
        .followRedirects(false)
        .build();
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public CompletionStage<Long> newestBlock() {
    return scheduler.submit(new HeadRequest());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the range is longer than {@value #LONGEST_RANGE} blocks
   */
  @Override
  public CompletionStage<List<BlockActivity>> blocks(BlockRange range) {
    if (range.size() > LONGEST_RANGE) {
      throw new IllegalArgumentException(
          "a range has at most " + LONGEST_RANGE + " blocks, not " + range.size());
    }
    return scheduler.submit(new BlocksRequest(range));
  }

  @Override
  public CompletionStage<List<BlockHeader>> headers(List<Long> numbers) {
    return scheduler
        .submit(HeadersRequest.all(numbers))
        .thenApply(headers -> headers.stream().map(Optional::orElseThrow).toList());
  }

  @Override
  public CompletionStage<List<Optional<BlockHeader>>> headersIfServed(List<Long> numbers) {
    return scheduler.submit(HeadersRequest.ifServed(numbers));
  }

  @Override
  public CompletionStage<ChainIdentity> identity() {
    return scheduler.submit(new IdentityRequest());
  }

  @Override
  public void shareCeiling(int clients) {
    scheduler.shareCeiling(clients);
  }

  @Override
  public List<EndpointStatus> endpoints() {
    return scheduler.endpoints();
  }

  @Override
  public List<EndpointMetrics> counts() {
    return scheduler.counts();
  }

  @Override
  public void close() {
    scheduler.close();
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    results.shutdown();
  }
}
