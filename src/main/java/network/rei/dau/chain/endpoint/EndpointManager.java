package network.rei.dau.chain.endpoint;

import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.endpoint.CallScheduler.Effects;
import network.rei.dau.chain.endpoint.PendingRequest.Outcome;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.BatchTransport;
import network.rei.dau.chain.jsonrpc.HttpTransport;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.trace.Tracing;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the endpoints of the chain: sends the calls of the chain client as {@link CallScheduler}
 * decides. Pending requests fail when it stops.
 */
public final class EndpointManager extends AbstractBehavior<EndpointManager.Command> {

  /** The messages of the chain client. */
  public sealed interface Command {}

  /** Asks for the result of a request, with which its future is completed. */
  record Submit(PendingRequest<?, ?> request) implements Command {}

  /** Divides the rate limit among this many clients. */
  record ShareRateLimit(int clients) implements Command {}

  /** Stops the manager. */
  record Close() implements Command {}

  private record ResponseRead(InFlightBatch batch, BatchResult result) implements Command {}

  private record BatchCompleted(InFlightBatch batch, BatchResult result) implements Command {}

  private record WakeUp() implements Command {}

  private static final Logger LOG = LoggerFactory.getLogger(EndpointManager.class);
  private static final String DISPATCHER = "rei-dau-dispatchers.rpc";
  private static final String PROOF_DISPATCHER = "rei-dau-dispatchers.proof";

  private final TimerScheduler<Command> timers;
  private final List<BatchTransport> transports;
  private final CallScheduler scheduler;
  private final Executor proofs;
  private final Optional<CallSpans> spans;

  private EndpointManager(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<BatchTransport> transports,
      CallScheduler scheduler) {
    super(context);
    this.timers = timers;
    this.transports = transports;
    this.scheduler = scheduler;
    this.proofs = dispatcher(context, PROOF_DISPATCHER);
    Tracing tracing = Tracing.of(context.getSystem());
    this.spans = tracing.isOn() ? Optional.of(new CallSpans(tracing.tracer())) : Optional.empty();
  }

  private static Executor dispatcher(ActorContext<Command> context, String path) {
    return context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(path));
  }

  /**
   * Creates a manager, which sends nothing before the first request.
   *
   * @param endpoints where it publishes the status and the metrics of each endpoint
   * @param memory limits the blocks that it asks for
   */
  public static Behavior<Command> create(
      RpcSettings settings,
      ClientTuning tuning,
      List<EndpointMetrics> endpoints,
      MemoryBudget memory) {
    return create(
        settings, tuning, endpoints, memory, executor -> transports(settings, memory, executor));
  }

  static Behavior<Command> create(
      RpcSettings settings,
      ClientTuning tuning,
      List<EndpointMetrics> endpoints,
      MemoryBudget memory,
      Function<Executor, List<BatchTransport>> transports) {
    Behavior<Command> manager =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new EndpointManager(
                            context,
                            timers,
                            transports.apply(dispatcher(context, DISPATCHER)),
                            scheduler(settings, tuning, endpoints, memory))));
    return Behaviors.supervise(Instrumented.as("EndpointManager", Command.class, manager))
        .onFailure(SupervisorStrategy.resume());
  }

  static List<BatchTransport> transports(
      RpcSettings settings, MemoryBudget memory, Executor executor) {
    OkHttpClient client = HttpTransport.client(settings);
    ChainRules rules = ChainRules.of(settings.chainId());
    long maxBlockBytes = BlockMemory.maxOfResponse(memory, settings);
    return settings.requestUrls().stream()
        .<BatchTransport>map(
            url ->
                new HttpTransport(
                    client,
                    url,
                    rules,
                    settings.verify(),
                    maxBlockBytes,
                    executor,
                    Clock.systemUTC()))
        .toList();
  }

  private static CallScheduler scheduler(
      RpcSettings settings,
      ClientTuning tuning,
      List<EndpointMetrics> metrics,
      MemoryBudget memory) {
    RandomGenerator random = new SplittableRandom();
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < settings.requestUrls().size(); i++) {
      endpoints.add(new Endpoint(i, settings, tuning, random, metrics.get(i)));
    }
    RetryPolicy retries =
        new RetryPolicy(
            settings.attempts(),
            settings.timeout(),
            settings.backoff(),
            tuning.firstRetry(),
            random);
    return new CallScheduler(
        settings, tuning, endpoints, retries, memory, InstantSource.system(), System.nanoTime());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(ResponseRead.class, this::onResponseRead)
        .onMessage(BatchCompleted.class, this::onBatchCompleted)
        .onMessage(WakeUp.class, this::onWakeUp)
        .onMessage(ShareRateLimit.class, this::onShareRateLimit)
        .onMessage(Close.class, close -> Behaviors.stopped())
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    return perform(now -> scheduler.submit(submit.request(), now));
  }

  /** The endpoint can get another batch while the senders are recovered. */
  private Behavior<Command> onResponseRead(ResponseRead read) {
    InFlightBatch batch = read.batch();
    BatchResult result = read.result();
    perform(now -> scheduler.responseRead(batch, result.failure() == null, now));
    pipeToSelf(
        batch, CompletableFuture.supplyAsync(result::withSenders, proofs), BatchCompleted::new);
    return this;
  }

  private Behavior<Command> onBatchCompleted(BatchCompleted completed) {
    return perform(now -> scheduler.batchCompleted(completed.batch(), completed.result(), now));
  }

  private Behavior<Command> onWakeUp(WakeUp wakeUp) {
    return perform(scheduler::wakeUp);
  }

  private Behavior<Command> onShareRateLimit(ShareRateLimit share) {
    return perform(now -> scheduler.rateShareChanged(share.clients(), now));
  }

  private Behavior<Command> onPostStop(PostStop stopped) {
    scheduler.close().forEach(this::deliver);
    transports.forEach(BatchTransport::close);
    return this;
  }

  /** Gives an event to the scheduler and does what it returns. */
  private Behavior<Command> perform(LongFunction<Effects> event) {
    try {
      Effects effects = event.apply(System.nanoTime());
      effects.outcomes().forEach(this::deliver);
      effects.batches().forEach(this::send);
      wakeUpAfter(effects.wakeUpNanos());
    } catch (RuntimeException e) {
      // No caller may wait permanently because of a fault in this class or in the scheduler.
      LOG.error("an event of the endpoints could not be handled", e);
      scheduler.failAll(e).forEach(this::deliver);
    }
    return this;
  }

  /** Completes the future on another thread, because the caller's code runs there too. */
  private void deliver(Outcome<?> outcome) {
    getContext().getExecutionContext().execute(outcome::deliver);
  }

  private void send(InFlightBatch batch) {
    CompletionStage<BatchResult> sent;
    try {
      Supplier<CompletionStage<BatchResult>> send =
          () ->
              transports
                  .get(batch.endpoint().index())
                  .send(batch.calls(), Duration.ofNanos(batch.timeoutNanos()));
      sent = spans.map(traced -> traced.send(batch, send)).orElseGet(send);
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedStage(e);
    }
    pipeToSelf(
        batch,
        sent,
        (answered, result) ->
            result.needsSenders()
                ? new ResponseRead(answered, result)
                : new BatchCompleted(answered, result));
  }

  private void pipeToSelf(
      InFlightBatch batch,
      CompletionStage<BatchResult> stage,
      BiFunction<InFlightBatch, BatchResult, Command> message) {
    getContext()
        .pipeToSelf(
            stage,
            (result, failure) ->
                message.apply(batch, failure == null ? result : failed(batch, failure)));
  }

  private static BatchResult failed(InFlightBatch batch, Throwable failure) {
    LOG.error("a request to endpoint {} failed", batch.endpoint().name(), failure);
    return BatchResult.failed(
        batch.size(),
        new RpcFailure(
            Kind.UNREACHABLE,
            RpcFailure.Cause.SERVER,
            "the request failed: " + failure.getClass().getName()));
  }

  private void wakeUpAfter(OptionalLong nanos) {
    WakeUp wakeUp = new WakeUp();
    if (nanos.isPresent()) {
      timers.startSingleTimer(wakeUp, wakeUp, Duration.ofNanos(nanos.getAsLong()));
    } else {
      timers.cancel(wakeUp);
    }
  }
}
