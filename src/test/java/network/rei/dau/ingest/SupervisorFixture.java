package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.stats.InMemoryRepository;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A supervisor over a store in memory and a {@link TestChain}, with a clock that the test advances.
 */
public abstract class SupervisorFixture {

  static final Predicate<IngestStatus> RUN_ENDED =
      status -> status.lastRun().isPresent() && !status.processing();

  public static ActorTestKit kit;
  static ManualTime time;

  public final InMemoryRepository repository = new InMemoryRepository();
  public final TestChain chain;
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  public final ActorRef<StatsStore.Command> store =
      kit.spawn(
          StatsStore.create(
              TestStores.access(
                  repository, (ledger, at) -> {}, Clock.systemUTC(), blocking, Runnable::run),
              ReplicationMode.EXCLUSIVE));
  private ActorRef<IngestWorker.Command> worker;
  protected ActorRef<StatsSupervisor.Command> supervisor;

  public SupervisorFixture() {
    this(new TestChain(5000));
  }

  public SupervisorFixture(TestChain chain) {
    this.chain = chain;
  }

  @BeforeAll
  protected static void start() {
    kit =
        ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
    time = ManualTime.get(kit.system());
  }

  @AfterAll
  protected static void shutdown() {
    kit.shutdownTestKit();
  }

  @AfterEach
  protected void stop() {
    kit.stop(supervisor);
    kit.stop(worker);
    kit.stop(store);
    blocking.shutdownNow();
  }

  protected void failing(long firstBlock) {
    chain.blocksAnswer(
        range ->
            range.first() == firstBlock
                ? TestChain.failing("block " + firstBlock + " is null")
                : TestChain.good(range));
  }

  /** The clock of the supervisor and the worker. */
  protected Clock clock = Clock.systemUTC();

  protected final IngestMetrics metrics = new IngestMetrics();

  protected void schedule(IngestSettings settings) {
    spawn(settings, StatsSupervisor::scheduled);
  }

  protected void onDemand(IngestSettings settings) {
    spawn(settings, StatsSupervisor::onDemand);
  }

  private void spawn(
      IngestSettings settings,
      BiFunction<
              StatsSupervisor.Dependencies,
              ActorRef<IngestWorker.Command>,
              Behavior<StatsSupervisor.Command>>
          behavior) {
    worker =
        kit.spawn(
            IngestWorker.create(
                new IngestWorker.Dependencies(settings, chain, store, clock, metrics)));
    StatsSupervisor.Dependencies dependencies =
        new StatsSupervisor.Dependencies(settings, chain, store, clock, metrics);
    supervisor =
        kit.spawn(
            Behaviors.supervise(behavior.apply(dependencies, worker))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  protected RunResult run() {
    TestProbe<RunResult> replyTo = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(replyTo.ref()));
    return replyTo.receiveMessage();
  }

  protected static RunResult.TaskCompleted completed(RunResult result) {
    assertThat(result).isInstanceOf(RunResult.TaskCompleted.class);
    return (RunResult.TaskCompleted) result;
  }

  /**
   * Returns once the earlier requests to the store are answered and the supervisor has the replies.
   */
  protected void barrier() {
    for (int i = 0; i < 3; i++) {
      TestProbe<Snapshot> replyTo = kit.createTestProbe();
      store.tell(new StatsStore.GetSnapshot(replyTo.ref()));
      replyTo.receiveMessage();
      status();
    }
  }

  protected IngestStatus status() {
    TestProbe<IngestStatus> replyTo = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.GetStatus(replyTo.ref()));
    return replyTo.receiveMessage();
  }

  protected IngestStatus awaitStatus(Predicate<IngestStatus> wanted) {
    return await().pollInterval(Duration.ofMillis(5)).until(this::status, wanted);
  }

  protected void awaitLastBlock(long number) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> repository.lastBlock() == number);
  }

  protected static List<Long> chunks(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  protected static BlockRange range(long first, long last) {
    return new BlockRange(first, last);
  }
}
