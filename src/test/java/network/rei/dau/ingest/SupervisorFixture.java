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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import network.rei.dau.activity.BlockRange;
import network.rei.dau.stats.InMemoryRepository;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A supervisor over a store in memory and a {@link TestChain}, in time that a test lets pass. */
abstract class SupervisorFixture {

  static final Predicate<IngestStatus> RUN_ENDED =
      status -> status.lastRun().isPresent() && !status.processing();

  static ActorTestKit kit;
  static ManualTime time;

  final InMemoryRepository repository = new InMemoryRepository();
  final TestChain chain;
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  final ActorRef<StatsStore.Command> store =
      kit.spawn(
          StatsStore.create(
              new StoreAccess(
                  repository, (ledger, at) -> {}, Clock.systemUTC(), blocking, Runnable::run)));
  private ActorRef<IngestWorker.Command> worker;
  ActorRef<StatsSupervisor.Command> supervisor;

  SupervisorFixture() {
    this(new TestChain(5000));
  }

  SupervisorFixture(TestChain chain) {
    this.chain = chain;
  }

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
    time = ManualTime.get(kit.system());
  }

  @AfterAll
  static void shutdown() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    kit.stop(supervisor);
    kit.stop(worker);
    kit.stop(store);
    blocking.shutdownNow();
  }

  void failing(long firstBlock) {
    chain.blocksAnswer(
        asked ->
            asked.first() == firstBlock
                ? TestChain.failing("block " + firstBlock + " is null")
                : TestChain.good(asked));
  }

  final IngestCounts counts = new IngestCounts();

  void schedule(IngestSettings settings) {
    spawn(settings, StatsSupervisor::scheduled);
  }

  void onDemand(IngestSettings settings) {
    spawn(settings, StatsSupervisor::onDemand);
  }

  private void spawn(
      IngestSettings settings,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> behavior) {
    worker = kit.spawn(IngestWorker.create(new IngestWorker.Tools(settings, chain, store, counts)));
    supervisor =
        kit.spawn(
            Behaviors.supervise(
                    behavior.apply(
                        new StatsSupervisor.Tools(
                            settings,
                            chain,
                            store,
                            Workers.only(worker),
                            Clock.systemUTC(),
                            counts)))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  RunResult run() {
    TestProbe<RunResult> asker = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.RunTask(asker.ref()));
    return asker.receiveMessage();
  }

  static RunResult.TaskCompleted completed(RunResult result) {
    assertThat(result).isInstanceOf(RunResult.TaskCompleted.class);
    return (RunResult.TaskCompleted) result;
  }

  /** Returns once what the store was asked before is answered, and has reached the supervisor. */
  void barrier() {
    for (int i = 0; i < 3; i++) {
      TestProbe<Snapshot> asker = kit.createTestProbe();
      store.tell(new StatsStore.GetSnapshot(asker.ref()));
      asker.receiveMessage();
      status();
    }
  }

  IngestStatus status() {
    TestProbe<IngestStatus> asker = kit.createTestProbe();
    supervisor.tell(new StatsSupervisor.GetStatus(asker.ref()));
    return asker.receiveMessage();
  }

  IngestStatus awaitStatus(Predicate<IngestStatus> wanted) {
    return await().pollInterval(Duration.ofMillis(5)).until(this::status, wanted);
  }

  void awaitLastBlock(long number) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> repository.lastBlock() == number);
  }

  static List<Long> chunks(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  static BlockRange range(long first, long last) {
    return new BlockRange(first, last);
  }
}
