package network.rei.dau.http.admin;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.maintenance.RecordMaintenance;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.StoreSettings;

/** A server that takes operations, with stand-ins behind it that know only runs and backups. */
public final class AdminTestServer {

  public static final String TOKEN = "a-token-of-the-tests";

  private AdminTestServer() {}

  /**
   * Creates an instance.
   *
   * @param cache the folder that backups are in
   */
  public static TestServer server(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      Path cache) {
    return server(
        new TestSettings().admin(new AdminSettings(Optional.of(TOKEN))), store, supervisor, cache);
  }

  /** Creates a server with other settings, which must contain the token. */
  public static TestServer server(
      TestSettings settings,
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      Path cache) {
    return new TestServer(
        store,
        supervisor,
        settings.build(),
        (system, storeRef, supervisorRef) -> open(system, storeRef, supervisorRef, cache));
  }

  private static Operations open(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Path cache) {
    Clock clock = Clock.fixed(TestServer.NOW, ZoneOffset.UTC);
    OperationExecutor operator =
        new OperationExecutor(
            system,
            store,
            supervisor,
            new RecordMaintenance(null, null, store, system, Clock.systemUTC()),
            new StoreSettings(cache, Optional.empty()),
            Runnable::run,
            clock);
    return Operations.spawn(system, operator, clock);
  }

  /** A supervisor whose runs are over at once, with nothing to fetch. */
  public static Behavior<StatsSupervisor.Command> endingRuns() {
    RunResult done =
        new RunResult.TaskCompleted(TestServer.NOW, 44, 0, 0, List.of(), Duration.ofSeconds(1));
    return Behaviors.receive(StatsSupervisor.Command.class)
        .onMessage(
            StatsSupervisor.RunTask.class,
            run -> {
              run.replyTo().tell(done);
              return Behaviors.same();
            })
        .onMessage(
            StatsSupervisor.GetStatus.class,
            get -> {
              get.replyTo().tell(TestServer.IDLE);
              return Behaviors.same();
            })
        .build();
  }

  /** A supervisor whose runs never end. */
  public static Behavior<StatsSupervisor.Command> running(IngestStatus status) {
    return TestServer.supervisorOf(status);
  }
}
