package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Optional;
import java.util.Set;

/**
 * The supervisor's side of what coordinators do: has every worker begin a run, hands its chunks
 * out, and ends it.
 */
final class WorkDispatcher {

  /** A run that chunks are handed out of. */
  private record Ongoing(long run, Assignments assignments) {}

  private final ActorContext<StatsSupervisor.Command> context;
  private Set<ActorRef<IngestWorker.Command>> workers = Set.of();
  private Optional<Ongoing> ongoing = Optional.empty();

  /**
   * @param context of the supervisor
   */
  WorkDispatcher(ActorContext<StatsSupervisor.Command> context) {
    this.context = context;
  }

  /** Takes note of who there is to work. */
  void workers(Set<ActorRef<IngestWorker.Command>> all) {
    workers = Set.copyOf(all);
    remind();
  }

  /** Has the workers ask for the run's chunks. */
  void begin(OngoingRun run) {
    ongoing = Optional.of(new Ongoing(run.number(), new Assignments(run.state())));
    remind();
  }

  /** Tells the workers again, of whom some may not have heard or have lost their coordinator. */
  void remind() {
    ongoing.ifPresent(
        now ->
            workers.forEach(
                worker -> worker.tell(new IngestWorker.Begin(now.run(), context.getSelf()))));
  }

  /**
   * Takes note of what a coordinator reports, and tells it what to do next.
   *
   * @return whether what it reports is of the run under way; if not, it is told to stop
   */
  boolean reported(RunMessage.Report report) {
    Optional<Assignments> assignments =
        ongoing.filter(now -> now.run() == report.run()).map(Ongoing::assignments);
    if (assignments.isEmpty()) {
      report.coordinator().tell(new ChunkCoordinator.Finish());
      return false;
    }
    if (!assignments.get().knows(report.coordinator())) {
      context.watchWith(
          report.coordinator(), new RunMessage.CoordinatorGone(report.run(), report.coordinator()));
    }
    assignments.get().reported(report);
    return true;
  }

  /** Has others do what a coordinator left. */
  void gone(ActorRef<ChunkCoordinator.Command> coordinator) {
    ongoing.ifPresent(now -> now.assignments().gone(coordinator));
  }

  /** There may be more to do. */
  void handOut() {
    ongoing.ifPresent(now -> now.assignments().handOut());
  }

  /** Ends what is under way. */
  void finish() {
    ongoing.ifPresent(
        now ->
            now.assignments()
                .coordinators()
                .forEach(
                    coordinator -> {
                      context.unwatch(coordinator);
                      coordinator.tell(new ChunkCoordinator.Finish());
                    }));
    ongoing = Optional.empty();
  }
}
