package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.remote.RemoteActorRefProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.cluster.TlsSettings;
import network.rei.dau.concurrent.CountedRejections;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.TestChain;
import network.rei.dau.ingest.WorkerObstacle;
import network.rei.dau.label.LabelFile;
import network.rei.dau.label.LabelSettings;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.actor.EventStreamListener;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.observability.metrics.cluster.CertificateMetricGroup;
import network.rei.dau.observability.metrics.cluster.ClusterMetricGroup;
import network.rei.dau.observability.metrics.cluster.RemotingMetricGroup;
import network.rei.dau.observability.metrics.data.BackupMetricGroup;
import network.rei.dau.observability.metrics.data.EndpointMetricGroup;
import network.rei.dau.observability.metrics.data.IngestMetricGroup;
import network.rei.dau.observability.metrics.data.LabelMetricGroup;
import network.rei.dau.observability.metrics.data.MemoryMetricGroup;
import network.rei.dau.observability.metrics.http.HttpMetricGroup;
import network.rei.dau.observability.metrics.http.TelemetryMetricGroup;
import network.rei.dau.observability.metrics.http.WebhookMetricGroup;
import network.rei.dau.observability.metrics.process.ActorMetricGroup;
import network.rei.dau.observability.metrics.process.BuildMetricGroup;
import network.rei.dau.observability.metrics.process.DiskMetricGroup;
import network.rei.dau.observability.metrics.process.ThreadPoolMetricGroup;
import network.rei.dau.observability.telemetry.OtlpReceiver;
import network.rei.dau.observability.telemetry.Telemetry;
import network.rei.dau.observability.telemetry.TelemetrySettings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestStores;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import network.rei.dau.storage.jdbc.StoreBackup;
import network.rei.dau.webhook.WebhookMetrics;
import network.rei.dau.webhook.WebhookSender;
import network.rei.dau.webhook.WebhookSettings;
import org.awaitility.Awaitility;
import scala.Option;

/** An event in a service, or in a part of it, that changes metrics. */
enum Scenario {
  /** Two records are fetched into an empty store. */
  FIRST_RUN {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      MetricsText before = service.metrics();
      service.run();
      return before;
    }
  },
  /** An hour passes without new blocks. */
  SILENCE {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      service.run();
      MetricsText before = service.metrics();
      clockOffset.set(Duration.ofHours(1));
      return before;
    }
  },
  /** The chain has grown, and the endpoint does not answer requests for its newest blocks. */
  HANGING_RUN {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      service.run();
      MetricsText before =
          Awaitility.await()
              .until(service::metrics, page -> page.sum("rei_dau_actors", "BlockFetcher") == 0);
      service
          .node()
          .faults()
          .add(
              new Fault.BrokenConnection(Fault.ConnectionFailure.HANG),
              FaultTrigger.onBlocks(n -> n >= BLOCKS && n < BLOCKS + 500));
      service.node().chain().advance(800);
      CompletableFuture<RunOutcome> unused = service.begin();
      return before;
    }
  },
  /** The only endpoint answers with errors. */
  DEAD_ENDPOINT {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runWithFault(service, new Fault.HttpError(500, null), FaultTrigger.always());
    }
  },
  /** The only endpoint answers that there were too many requests. */
  THROTTLED {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runWithFault(service, new Fault.HttpError(429, null), FaultTrigger.nextTimes(2));
    }
  },
  /** The only endpoint accepts only small batches. */
  SMALL_BATCHES {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runWithFault(
          service,
          new Fault.BatchLimit(2, Fault.BatchRejection.HTTP_413),
          FaultTrigger.onBlocks(n -> true));
    }
  },
  /** A block in the middle of a run is null. */
  NULL_BLOCK {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runWithFault(
          service,
          new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
          FaultTrigger.onBlocks(n -> n == BLOCKS + 500));
    }
  },
  /** The last blocks are replaced by others. */
  FORK {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      service.run();
      MetricsText before = service.metrics();
      service.node().chain().reorg(30, 31);
      CompletableFuture<RunOutcome> run = service.begin();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                service.node().chain().advance(1);
                return run.isDone();
              });
      return before;
    }
  },
  /** The store refuses every record. */
  STORE_REFUSES {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runAfterStatement(
          service,
          "CREATE TRIGGER refuse BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'no'); END");
    }
  },
  /** Another process has taken the store over. */
  STORE_TAKEN_OVER {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      return runAfterStatement(service, "UPDATE store SET epoch = epoch + 1");
    }
  },
  /** Clients send requests with unknown paths, wrong parameters and wrong methods. */
  WRONG_REQUESTS {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      service.run();
      MetricsText before = service.metrics();
      service.get("/nowhere");
      service.get("/api/stats/history?limit=none");
      service.send("DELETE", "/api/stats/24h");
      return before;
    }
  },
  /** Clients hold an event stream, an incomplete head and a list that they do not read. */
  HELD_FOR_CLIENTS {
    @Override
    MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
      service.run();
      MetricsText before = service.metrics();
      service.get("/api/v1/windows/1h");
      service.get("/api/v1/overlap?a=0x%040x&b=0x%040x".formatted(1, 2));
      service.hold("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n");
      service.hold("GET / HTTP/1.1\r\nHost: x\r\n");
      service.hold("GET /api/stats/history HTTP/1.1\r\nHost: x\r\n\r\n".repeat(PIPELINED_LISTS));
      return before;
    }
  },
  /** A file of labels is written, and is then replaced by one that cannot be used. */
  WRONG_LABELS {
    @Override
    void play(Path folder, List<MetricChange> expected) throws IOException {
      Path file = folder.resolve("labels.csv");
      Files.writeString(file, "address,name,group,url\n");
      LabelFile labels = LabelFile.open(new LabelSettings(Optional.of(file)));
      MetricGroup group = new LabelMetricGroup(labels);
      MetricsText before = MetricsText.of(group);
      String label = "0x" + "a".repeat(40) + ",A,,\n";
      for (String line : List.of(label, label + label)) {
        Files.writeString(file, "address,name,group,url\n" + line);
        labels.refresh();
        labels.refresh();
      }
      MetricChange.await(expected, before, () -> MetricsText.of(group));
    }
  },
  /** A run has failed, a webhook leads to an address that is refused, and the outbox is full. */
  FAILING_WEBHOOK {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      WebhookSettings settings =
          WebhookSettings.from(
              SettingsSource.load(
                  Optional.empty(),
                  folder,
                  Map.of(
                      "REI_DAU_WEBHOOKS",
                      "[{name = team, url = \"http://127.0.0.1:1\", events = [run_failed]}]")));
      WebhookMetrics webhooks = new WebhookMetrics(settings.webhooks());
      MetricGroup group = new WebhookMetricGroup(Optional.of(webhooks));
      MetricsText before = MetricsText.of(group);
      ActorTestKit kit = ActorTestKit.create();
      try {
        IngestStatus failed =
            new IngestStatus(
                false,
                OptionalLong.empty(),
                Optional.of(
                    new IngestStatus.LastRun(
                        Instant.now(),
                        Instant.now(),
                        IngestStatus.Result.FAILED,
                        Optional.empty())),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                List.of());
        kit.spawn(
            WebhookSender.create(
                new WebhookSender.Dependencies(
                    settings,
                    "A chain",
                    1,
                    Duration.ofDays(7),
                    new FullOutbox("team"),
                    Runnable::run,
                    Clock.systemUTC(),
                    webhooks),
                kit.spawn(TestServer.storeOf(Ledger.empty())),
                kit.spawn(TestServer.supervisorOf(failed))));
        MetricChange.await(expected, before, () -> MetricsText.of(group));
      } finally {
        kit.shutdownTestKit();
      }
    }
  },
  /** An actor processes one message for long, and five more arrive. */
  STUCK_ACTOR {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      CountDownLatch latch = new CountDownLatch(1);
      ActorTestKit kit = ActorTestKit.create();
      try {
        MetricGroup actors = new ActorMetricGroup(ActorMetricsExtension.of(kit.system()));
        MetricsText before = MetricsText.of(actors);
        ActorRef<Integer> actor =
            kit.spawn(waitingFor(latch), InstrumentedMailbox.of("StatsStore"));
        for (int i = 0; i < 6; i++) {
          actor.tell(i);
        }
        MetricChange.await(expected, before, () -> MetricsText.of(actors));
        latch.countDown();
        Awaitility.await()
            .until(
                () -> MetricsText.of(actors).value("rei_dau_actor_mailbox_messages", "StatsStore"),
                waiting -> waiting == 0);
      } finally {
        latch.countDown();
        kit.shutdownTestKit();
      }
    }
  },
  /** A message is sent to a stopped actor, and another to an actor that does not handle it. */
  LOST_MESSAGES {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      ActorTestKit kit = ActorTestKit.create();
      try {
        MetricGroup actors = new ActorMetricGroup(ActorMetricsExtension.of(kit.system()));
        kit.spawn(EventStreamListener.create());
        ActorRef<String> stopped = kit.spawn(Behaviors.stopped());
        ActorRef<Integer> without = kit.spawn(Behaviors.receive(Integer.class).build());
        kit.createTestProbe().expectTerminated(stopped);
        MetricsText before = MetricsText.of(actors);
        // The listener subscribes asynchronously, so the messages are sent repeatedly.
        MetricChange.await(
            expected,
            before,
            () -> {
              stopped.tell("hello");
              without.tell(1);
              return MetricsText.of(actors);
            });
      } finally {
        kit.shutdownTestKit();
      }
    }
  },
  /** A pool of one thread gets three tasks. */
  BUSY_POOL {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      CountDownLatch latch = new CountDownLatch(1);
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      ActorTestKit kit = ActorTestKit.create();
      try {
        MetricGroup pools = new ThreadPoolMetricGroup(Map.of("storage", pool), kit.system());
        MetricsText before = MetricsText.of(pools);
        for (int i = 0; i < 3; i++) {
          pool.execute(() -> await(latch));
        }
        MetricChange.await(expected, before, () -> MetricsText.of(pools));
      } finally {
        latch.countDown();
        pool.shutdown();
        kit.shutdownTestKit();
      }
    }
  },
  /** The supervisor stops replying. */
  SILENT_SUPERVISOR {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricGroup ingest = new IngestMetricGroup(new IngestMetrics());
      IngestStatus idle =
          new IngestStatus(
              false,
              OptionalLong.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Map.of(),
              List.of(),
              List.of());
      MetricChange.await(
          expected,
          MetricsText.of(ingest, Optional.of(idle)),
          () -> MetricsText.of(ingest, Optional.empty()));
    }
  },
  /** A node of a cluster does not reach the store any more. */
  HINDERED_WORKER {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      IngestMetrics metrics = new IngestMetrics();
      MetricGroup ingest = new IngestMetricGroup(metrics);
      MetricsText before = MetricsText.of(ingest);
      metrics.obstacles(Set.of(WorkerObstacle.STORE));
      MetricChange.await(expected, before, () -> MetricsText.of(ingest));
    }
  },
  /** A disk is filled and then enlarged. */
  FULL_DISK {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricChange.await(
          expected,
          MetricsText.of(disk(1_000_000, 600_000)),
          () -> MetricsText.of(disk(2_000_000, 5_000)));
    }
  },
  /** The heap is larger than before. */
  LARGER_HEAP {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricChange.await(
          expected,
          MetricsText.of(new MemoryMetricGroup(new MemoryBudget(50_000_000))),
          () -> MetricsText.of(new MemoryMetricGroup(new MemoryBudget(100_000_000))));
    }
  },
  /** Responses may take less memory, and one is refused. */
  SMALLER_RESPONSE_MEMORY {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      ResponseMemory large = new ResponseMemory(100_000);
      ResponseMemory small = new ResponseMemory(1_000);
      large.take(ResponseMemory.Kind.BODIES, 2_000);
      small.take(ResponseMemory.Kind.BODIES, 2_000);
      MetricChange.await(
          expected, MetricsText.of(responses(large)), () -> MetricsText.of(responses(small)));
    }

    private static MetricGroup responses(ResponseMemory memory) {
      return new HttpMetricGroup(
          new RequestMetrics(),
          new ResourceMetrics(memory, new ResourceMetrics.Limits(10, 10, 10)));
    }
  },
  /** Fewer connections and event streams may be open. */
  LOWER_LIMITS {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricChange.await(
          expected,
          MetricsText.of(limitedTo(new ResourceMetrics.Limits(4_096, 64, 1_000))),
          () -> MetricsText.of(limitedTo(new ResourceMetrics.Limits(20, 64, 10))));
    }

    private static MetricGroup limitedTo(ResourceMetrics.Limits limits) {
      return new HttpMetricGroup(
          new RequestMetrics(), new ResourceMetrics(new ResponseMemory(1_000), limits));
    }
  },
  /** A pool of one thread, whose queue has one place, gets three tasks. */
  FULL_POOL {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      CountDownLatch latch = new CountDownLatch(1);
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), new CountedRejections());
      ActorTestKit kit = ActorTestKit.create();
      try {
        MetricGroup pools = new ThreadPoolMetricGroup(Map.of("http-compute", pool), kit.system());
        MetricsText before = MetricsText.of(pools);
        pool.execute(() -> await(latch));
        pool.execute(() -> await(latch));
        assertThatThrownBy(() -> pool.execute(() -> {}))
            .isInstanceOf(RejectedExecutionException.class);
        MetricChange.await(expected, before, () -> MetricsText.of(pools));
      } finally {
        latch.countDown();
        pool.shutdown();
        kit.shutdownTestKit();
      }
    }
  },
  /** The service is updated. */
  OTHER_VERSION {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricChange.await(
          expected,
          MetricsText.of(new BuildMetricGroup("1")),
          () -> MetricsText.of(new BuildMetricGroup("2")));
    }
  },
  /** The certificate of the node is replaced by one that expires earlier. */
  EARLIER_CERTIFICATE {
    @Override
    void play(Path folder, List<MetricChange> expected) throws IOException {
      Path certificate = folder.resolve("node.pem");
      Path tls = Path.of("src/test/resources/tls");
      Path other = tls.resolve("first.pem");
      Files.copy(other, certificate);
      MetricGroup group =
          new CertificateMetricGroup(Optional.of(new TlsSettings(certificate, other, other)));
      MetricsText before = MetricsText.of(group);
      Files.copy(tls.resolve("second.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
      MetricChange.await(expected, before, () -> MetricsText.of(group));
    }
  },
  /** Requests arrive while the store is read. */
  LOADING_STORE {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      StoreSettings settings = new StoreSettings(folder, Optional.empty());
      ActorTestKit kit = ActorTestKit.create();
      try (JdbcRecordRepository repository =
          JdbcRecordRepository.open(settings, new StoreIdentity(1, 1200, Optional.empty()))) {
        MetricGroup actors = new ActorMetricGroup(ActorMetricsExtension.of(kit.system()));
        MetricsText before = MetricsText.of(actors);
        ActorRef<StatsStore.Command> store =
            kit.spawn(
                StatsStore.create(
                    TestStores.access(
                        repository,
                        (ledger, at) -> {},
                        Clock.systemUTC(),
                        never -> {},
                        Runnable::run),
                    ReplicationMode.EXCLUSIVE));
        ActorRef<Snapshot> client = kit.<Snapshot>createTestProbe().ref();
        store.tell(new StatsStore.GetSnapshot(client));
        store.tell(new StatsStore.GetSnapshot(client));
        MetricChange.await(expected, before, () -> MetricsText.of(actors));
      } finally {
        kit.shutdownTestKit();
      }
    }
  },
  /** A backup is made. */
  BACKUP {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      StoreSettings settings = new StoreSettings(folder, Optional.empty());
      MetricGroup group = new BackupMetricGroup(new BackupFolder(settings));
      MetricsText before = MetricsText.of(group);
      JdbcRecordRepository.open(settings, new StoreIdentity(1, 1200, Optional.empty())).close();
      StoreBackup.backup(settings, folder.resolve("backup.db"));
      MetricChange.await(expected, before, () -> MetricsText.of(group));
    }
  },
  /** A collector accepts a span and a value, refuses the next ones, and then does not answer. */
  FAILING_COLLECTOR {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      try (OtlpReceiver collector = new OtlpReceiver()) {
        Telemetry telemetry =
            new Telemetry(
                new TelemetrySettings(
                    Optional.of(collector.url()),
                    Map.of(),
                    "rei-dau-stats",
                    1,
                    Duration.ZERO,
                    Duration.ofSeconds(30),
                    1),
                "1",
                "node",
                Clock.systemUTC());
        MetricGroup group = new TelemetryMetricGroup(Optional.of(telemetry.counts()));
        MetricsText before = MetricsText.of(group);
        for (int status : List.of(200, 400)) {
          collector.answer(status);
          telemetry
              .export(() -> CompletableFuture.completedStage(value()))
              .toCompletableFuture()
              .join();
          telemetry.tracer().spanBuilder("span").startSpan().end();
          String result = status == 200 ? "exported" : "failed";
          Awaitility.await()
              .until(
                  () -> MetricsText.of(group).value("rei_dau_telemetry_spans_total", result) == 1);
        }
        collector.hang();
        for (int i = 0; i < 10; i++) {
          telemetry.tracer().spanBuilder("span").startSpan().end();
        }
        MetricChange.await(expected, before, () -> MetricsText.of(group));
      }
    }

    private MetricSnapshots value() {
      return new MetricSnapshots(
          GaugeSnapshot.builder()
              .name("x")
              .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).build())
              .build());
    }
  },
  /** An endpoint stands still, has pruned blocks, and serves blocks that cannot be verified. */
  STANDING_ENDPOINT {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      MetricChange.await(
          expected,
          MetricsText.of(endpoint(5_000, false, 1, 0)),
          () -> MetricsText.of(endpoint(5_001, true, 100, 3)));
    }
  },
  /** Two nodes form a cluster, and the first one quarantines the second. */
  QUARANTINED_MEMBER {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      ActorTestKit first = ActorTestKit.create("members", member());
      ActorTestKit second = ActorTestKit.create("members", member());
      try {
        first.spawn(EventStreamListener.create());
        MetricGroup remoting = new RemotingMetricGroup(first.system());
        MetricsText before = MetricsText.of(remoting);
        join(first, second);
        Map<Boolean, List<MetricChange>> changes =
            expected.stream()
                .collect(
                    Collectors.partitioningBy(
                        change -> change.metric().equals("rei_dau_remote_quarantines_total")));
        MetricChange.await(changes.get(false), before, () -> MetricsText.of(remoting));
        UniqueAddress excluded = Cluster.get(second.system()).selfMember().uniqueAddress();
        ((RemoteActorRefProvider)
                ((ExtendedActorSystem) Adapter.toClassic(first.system())).provider())
            .quarantine(excluded.address(), Option.apply(excluded.longUid()), "excluded");
        MetricChange.await(changes.get(true), before, () -> MetricsText.of(remoting));
      } finally {
        second.shutdownTestKit();
        first.shutdownTestKit();
      }
    }
  },
  /** Two nodes form a cluster, and the second one crashes. */
  LOST_MEMBER {
    @Override
    void play(Path folder, List<MetricChange> expected) {
      ActorTestKit first = ActorTestKit.create("members", member());
      ActorTestKit second = ActorTestKit.create("members", member());
      try {
        MetricGroup cluster =
            (scrape, metrics) -> {
              new ClusterMetricGroup(first.system()).collect(scrape, metrics);
              new RemotingMetricGroup(first.system()).collect(scrape, metrics);
            };
        MetricsText before = MetricsText.of(cluster);
        join(first, second);
        second.system().terminate();
        MetricChange.await(expected, before, () -> MetricsText.of(cluster));
      } finally {
        second.shutdownTestKit();
        first.shutdownTestKit();
      }
    }
  };

  /** A sealed record and a part of another. */
  private static final int BLOCKS = 1_500;

  /** So many responses are more than sockets hold. */
  private static final int PIPELINED_LISTS = 200;

  /**
   * Lets the event happen to a service with an empty store.
   *
   * @param clockOffset moves the clock of the service forward
   * @return the metrics before the event
   */
  MetricsText happen(RunningService service, AtomicReference<Duration> clockOffset) {
    throw new UnsupportedOperationException(name());
  }

  /** Lets the event happen and waits for the changes. */
  void play(Path folder, List<MetricChange> expected) throws IOException {
    AtomicReference<Duration> clockOffset = new AtomicReference<>(Duration.ZERO);
    InstantSource source = () -> Instant.now().plus(clockOffset.get());
    Clock clock = source.withZone(ZoneOffset.UTC);
    try (RunningService service = RunningService.idle(BLOCKS, folder, clock)) {
      MetricsText before = happen(service, clockOffset);
      MetricChange.await(expected, before, service::metrics);
    }
  }

  /** Forms a cluster of two nodes. */
  private static void join(ActorTestKit first, ActorTestKit second) {
    Cluster seed = Cluster.get(first.system());
    seed.manager().tell(Join.create(seed.selfMember().address()));
    Cluster.get(second.system()).manager().tell(Join.create(seed.selfMember().address()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                StreamSupport.stream(seed.state().getMembers().spliterator(), false)
                        .filter(member -> member.status() == MemberStatus.up())
                        .count()
                    == 2);
  }

  private static MetricGroup endpoint(
      long head, boolean lagging, long servesFrom, long unverifiedBlocks) {
    TestChain chain = new TestChain(head);
    chain.endpoints(
        new EndpointStatus(
            "http://a",
            EndpointStatus.State.HEALTHY,
            0,
            1,
            1,
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            OptionalLong.of(head),
            lagging,
            OptionalLong.of(servesFrom),
            unverifiedBlocks));
    return new EndpointMetricGroup(chain);
  }

  /** Runs over three more records, with a fault. */
  private static MetricsText runWithFault(
      RunningService service, Fault fault, FaultTrigger trigger) {
    service.run();
    MetricsText before = service.metrics();
    service.node().faults().add(fault, trigger);
    runOverThreeMoreRecords(service);
    return before;
  }

  private static MetricsText runAfterStatement(RunningService service, String sql) {
    service.run();
    MetricsText before = service.metrics();
    service.executeInStore(sql);
    runOverThreeMoreRecords(service);
    return before;
  }

  private static void runOverThreeMoreRecords(RunningService service) {
    service.node().chain().advance(3_600);
    service.run();
  }

  private static MetricGroup disk(long size, long free) {
    return new DiskMetricGroup(
        new File("disk") {
          private static final long serialVersionUID = 1L;

          @Override
          public long getTotalSpace() {
            return size;
          }

          @Override
          public long getUsableSpace() {
            return free;
          }
        });
  }

  private static Behavior<Integer> waitingFor(CountDownLatch latch) {
    return Behaviors.receiveMessage(
        message -> {
          await(latch);
          return Behaviors.same();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Creates the configuration of a cluster member that notices a lost member quickly. */
  private static Config member() {
    return ConfigFactory.parseString(
            """
            akka.actor.provider = cluster
            akka.remote.artery.transport = tcp
            akka.remote.artery.canonical.hostname = "127.0.0.1"
            akka.remote.artery.canonical.port = 0
            akka.remote.artery.advanced.instruments =
              ["network.rei.dau.observability.actor.RemotingInstrument"]
            akka.cluster.roles = [ingest]
            akka.cluster.jmx.multi-mbeans-in-same-jvm = on
            akka.cluster.run-coordinated-shutdown-when-down = off
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            akka.cluster.failure-detector.heartbeat-interval = 200 ms
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 1 s
            akka.cluster.downing-provider-class = ""
            """)
        .withFallback(ActorTestKit.applicationTestConfig());
  }
}
