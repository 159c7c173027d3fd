package network.rei.dau.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.util.Optional;

/** Holds why this node has not joined its cluster yet. */
final class JoinStatus implements Extension {

  private static final class Id extends ExtensionId<JoinStatus> {
    @Override
    public JoinStatus createExtension(ActorSystem<?> system) {
      return new JoinStatus();
    }
  }

  private static final Id ID = new Id();

  private volatile Optional<String> reason = Optional.empty();

  static JoinStatus get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** Returns the reason as a clause; empty for a member. */
  Optional<String> reason() {
    return reason;
  }

  void set(Optional<String> why) {
    this.reason = why;
  }
}
