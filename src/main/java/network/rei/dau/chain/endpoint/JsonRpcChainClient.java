package network.rei.dau.chain.endpoint;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Source;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.concurrent.DaemonThreads;
import network.rei.dau.observability.trace.TraceContext;
import org.web3j.protocol.Web3j;

/**
 * Reads a chain through web3j and the endpoint manager. Thread-safe. Stages are completed on the
 * default dispatcher of the actor system.
 */
public final class JsonRpcChainClient implements ChainClient {

  /** The maximum length of a range, all blocks of which are in memory until the last arrives. */
  public static final int MAX_RANGE = 1_000_000;

  private final ActorRef<EndpointManager.Command> manager;
  private final List<EndpointMetrics> endpoints;
  private final MemoryBudget memory;
  private final Source<String, NotUsed> newHeads;
  private final ScheduledWeb3jService service;
  private final Web3j web3j;
  private final Context parent;

  /**
   * Creates a client.
   *
   * @param endpoints where the manager publishes the status and the metrics of its endpoints
   * @param memory that the manager uses too
   * @param newHeads the announcements of the endpoints
   */
  public JsonRpcChainClient(
      ActorRef<EndpointManager.Command> manager,
      List<EndpointMetrics> endpoints,
      MemoryBudget memory,
      Source<String, NotUsed> newHeads) {
    this.manager = manager;
    this.endpoints = List.copyOf(endpoints);
    this.memory = memory;
    this.newHeads = newHeads;
    this.service = new ScheduledWeb3jService(manager);
    this.web3j = web3j(service);
    this.parent = TraceContext.none();
  }

  private JsonRpcChainClient(JsonRpcChainClient client, Context parent) {
    this.manager = client.manager;
    this.endpoints = client.endpoints;
    this.memory = client.memory;
    this.newHeads = client.newHeads;
    this.service = client.service;
    this.web3j = client.web3j;
    this.parent = parent;
  }

  @Override
  public ChainClient within(Context span) {
    return new JsonRpcChainClient(this, span);
  }

  private <R> CompletionStage<R> submit(PendingRequest<?, R> request) {
    request.within(parent);
    return service.submit(request);
  }

  /** Returns a web3j that never polls, so that its executor never starts a thread. */
  static Web3j web3j(ScheduledWeb3jService service) {
    return Web3j.build(
        service,
        Duration.ofDays(1).toMillis(),
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("web3j")));
  }

  @Override
  public CompletionStage<BlockHeader> head() {
    return submit(new HeadRequest(web3j));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the range is longer than {@value #MAX_RANGE} blocks
   */
  @Override
  public CompletionStage<BlockSequence> blocks(BlockRange range, ProofLevel atLeast) {
    if (range.size() > MAX_RANGE) {
      throw new IllegalArgumentException(
          "a range has at most " + MAX_RANGE + " blocks, not " + range.size());
    }
    BlocksRequest request = new BlocksRequest(web3j, range, memory);
    request.requireAtLeast(atLeast);
    return submit(request);
  }

  @Override
  public CompletionStage<List<BlockHeader>> headers(List<Long> numbers) {
    return submit(HeadersRequest.all(web3j, numbers))
        .thenApply(headers -> headers.stream().map(Optional::orElseThrow).toList());
  }

  @Override
  public CompletionStage<List<Optional<BlockHeader>>> headersIfServed(List<Long> numbers) {
    return submit(HeadersRequest.ifServed(web3j, numbers));
  }

  @Override
  public CompletionStage<ChainIdentity> identity() {
    return web3j
        .ethChainId()
        .sendAsync()
        .thenCombine(
            submit(HeadersRequest.genesis(web3j)),
            (response, genesis) ->
                new ChainIdentity(
                    response.getChainId().longValueExact(), genesis.get(0).map(BlockHeader::hash)));
  }

  @Override
  public void shareRateLimit(int clients) {
    manager.tell(new EndpointManager.ShareRateLimit(clients));
  }

  @Override
  public List<EndpointStatus> endpoints() {
    return endpoints.stream().map(EndpointMetrics::status).toList();
  }

  @Override
  public Source<String, NotUsed> newHeads() {
    return newHeads;
  }

  @Override
  public MemoryBudget memory() {
    return memory;
  }

  @Override
  public List<EndpointMetrics> metrics() {
    return endpoints;
  }

  @Override
  public void close() {
    web3j.shutdown(); // closes the service too
  }
}
