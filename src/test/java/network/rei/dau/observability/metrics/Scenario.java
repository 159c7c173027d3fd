package network.rei.dau.observability.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import org.awaitility.Awaitility;

/** What happens to a whole service, and what it says of itself before and after that. */
enum Scenario {
  /** Two records are fetched into an empty store. */
  FIRST_RUN {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      RunningService.Values before = service.metrics();
      service.run();
      return new Pages(before, service.metrics());
    }
  },
  /** An hour passes, and nothing comes. */
  SILENCE {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      service.run();
      RunningService.Values before = service.metrics();
      ahead.set(Duration.ofHours(1));
      return new Pages(before, service.metrics());
    }
  },
  /** The chain has grown, and the endpoint does not answer for its newest blocks. */
  HANGING_RUN {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      service.run();
      RunningService.Values before =
          Awaitility.await()
              .until(service::metrics, page -> page.sum("rei_dau_actors", "BlockFetcher") == 0);
      service
          .node()
          .faults()
          .add(
              new Fault.BrokenConnection(Fault.Break.HANG),
              FaultTrigger.onBlocks(n -> n >= BLOCKS && n < BLOCKS + 500));
      service.node().chain().advance(800);
      CompletableFuture<RunOutcome> unused = service.begin();
      return new Pages(
          before,
          Awaitility.await()
              .until(
                  service::metrics,
                  page ->
                      page.sum("rei_dau_endpoint_in_flight_requests") > 0
                          && page.sum("rei_dau_run_left_blocks") > 0));
    }
  },
  /** The only endpoint answers with errors. */
  DEAD_ENDPOINT {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return fault(service, new Fault.HttpError(500, null), FaultTrigger.always());
    }
  },
  /** The only endpoint says that these are too many requests. */
  THROTTLED {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return fault(service, new Fault.HttpError(429, null), FaultTrigger.nextTimes(2));
    }
  },
  /** The only endpoint takes small batches only. */
  SMALL_BATCHES {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return fault(
          service,
          new Fault.BatchLimit(2, Fault.Refusal.HTTP_413),
          FaultTrigger.onBlocks(n -> true));
    }
  },
  /** A block in the middle of what is fetched is null. */
  NULL_BLOCK {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return fault(
          service,
          new Fault.FlawedBlock(Fault.Flaw.NULL),
          FaultTrigger.onBlocks(n -> n == BLOCKS + 500));
    }
  },
  /** The last blocks are replaced by others. */
  FORK {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      service.run();
      RunningService.Values before = service.metrics();
      service.node().chain().reorg(30, 31);
      CompletableFuture<RunOutcome> run = service.begin();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                service.node().chain().advance(1);
                return run.isDone();
              });
      return new Pages(before, service.metrics());
    }
  },
  /** The store takes no record. */
  STORE_REFUSES {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return afterStatement(
          service,
          "CREATE TRIGGER refuse BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'no'); END");
    }
  },
  /** Another process has taken the store over. */
  STORE_TAKEN_OVER {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      return afterStatement(service, "UPDATE store SET epoch = epoch + 1");
    }
  },
  /** Clients ask for what is not there, in ways that are not allowed. */
  WRONG_REQUESTS {
    @Override
    Pages play(RunningService service, AtomicReference<Duration> ahead) {
      service.run();
      RunningService.Values before = service.metrics();
      service.get("/nowhere");
      service.get("/api/stats/history?limit=none");
      service.send("DELETE", "/api/stats/24h");
      return new Pages(before, service.metrics());
    }
  };

  /** A record and more. */
  private static final int BLOCKS = 1_500;

  /** What the service says before and after. */
  record Pages(RunningService.Values before, RunningService.Values after) {}

  abstract Pages play(RunningService service, AtomicReference<Duration> ahead);

  /** Plays it, on a service of its own. */
  Pages in(Path folder) throws IOException {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    InstantSource source = () -> Instant.now().plus(ahead.get());
    Clock clock = source.withZone(ZoneOffset.UTC);
    try (RunningService service = RunningService.idle(BLOCKS, folder, clock)) {
      return play(service, ahead);
    }
  }

  /** A run over three records more, with a fault. */
  private static Pages fault(RunningService service, Fault fault, FaultTrigger when) {
    service.run();
    RunningService.Values before = service.metrics();
    service.node().faults().add(fault, when);
    return new Pages(before, afterThreeRecordsMore(service));
  }

  private static Pages afterStatement(RunningService service, String sql) {
    service.run();
    RunningService.Values before = service.metrics();
    service.toTheStore(sql);
    return new Pages(before, afterThreeRecordsMore(service));
  }

  private static RunningService.Values afterThreeRecordsMore(RunningService service) {
    service.node().chain().advance(3_600);
    service.run();
    return service.metrics();
  }
}
