package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import java.time.Duration;

/**
 * How a node learns of what others commit to a store that they share: it is told at once, and looks
 * for itself every second, since what is told may be lost.
 */
public final class ReplicationMode {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final boolean shared;

  private ReplicationMode(boolean shared) {
    this.shared = shared;
  }

  /** Nobody else commits. */
  public static ReplicationMode none() {
    return new ReplicationMode(false);
  }

  /** Other nodes, or other processes, commit too. */
  public static ReplicationMode withOthers() {
    return new ReplicationMode(true);
  }

  boolean isOn() {
    return shared;
  }

  /** Begins to listen and to look; what the actor tells is how it tells others of a version. */
  News begin(ActorContext<StatsStore.Command> context, TimerScheduler<StatsStore.Command> timers) {
    if (!shared) {
      return version -> {};
    }
    ActorRef<Topic.Command<StatsStore.NewVersion>> topic =
        context.spawn(Topic.create(StatsStore.NewVersion.class, "store-versions"), "news");
    topic.tell(Topic.subscribe(context.getSelf().narrow()));
    timers.startTimerWithFixedDelay(StatsStore.Due.RECONCILE, LOOK_EVERY);
    return version -> topic.tell(Topic.publish(new StatsStore.NewVersion(version)));
  }

  /** Tells other nodes. */
  @FunctionalInterface
  interface News {
    void committed(long version);
  }
}
