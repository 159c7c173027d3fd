package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.Optional;

/** Has the published files written when the data has changed. Only the store's actor touches it. */
final class Publication {

  /** The files are written, or not; whoever asked for that is to hear of it. */
  record PublishDone(Optional<String> error, Optional<ActorRef<StatsStore.Published>> replyTo)
      implements StatsStore.Told {}

  /** At most so often are the files published without being asked for. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final ActorContext<StatsStore.Command> context;
  private final TimerScheduler<StatsStore.Command> timers;
  private final StoreAccess store;
  private Optional<String> error = Optional.empty();

  Publication(
      ActorContext<StatsStore.Command> context,
      TimerScheduler<StatsStore.Command> timers,
      StoreAccess store) {
    this.context = context;
    this.timers = timers;
    this.store = store;
  }

  void soon() {
    if (!timers.isTimerActive(StatsStore.Due.PUBLISH)) {
      timers.startSingleTimer(StatsStore.Due.PUBLISH, StatsStore.Due.PUBLISH, EVERY);
    }
  }

  void now(StoreAccess.Held held, Optional<ActorRef<StatsStore.Published>> replyTo) {
    context.pipeToSelf(
        store.publish(held),
        (done, failure) ->
            new PublishDone(
                Optional.ofNullable(failure).map(StoreFailure::of).map(StoreFailure::reason),
                replyTo));
  }

  void done(PublishDone done) {
    done.error()
        .filter(why -> !error.equals(done.error()))
        .ifPresent(why -> context.getLog().warn("Files cannot be published: {}", why));
    error = done.error();
    done.replyTo().ifPresent(replyTo -> replyTo.tell(new StatsStore.Published(done.error())));
  }
}
