package network.rei.dau.stats;

import akka.actor.typed.javadsl.ActorContext;
import java.util.Optional;
import network.rei.dau.stats.answer.PreparedAnswers;

/**
 * Keeps the answers of the hot routes prepared from what is held, one preparation at a time. Only
 * the store's actor touches it.
 */
final class Preparation {

  /** A preparation ended: with the answers of what had that sequence, or not. */
  record Prepared(Optional<PreparedAnswers> answers, Optional<Throwable> failure, long sequence)
      implements StatsStore.Told {}

  private final ActorContext<StatsStore.Command> context;
  private final StoreAccess store;
  private PreparedAnswers answers;

  /** Of what is held, that the answers are of. */
  private long answered;

  private boolean preparing;

  Preparation(
      ActorContext<StatsStore.Command> context, StoreAccess store, StoreAccess.LoadedStore loaded) {
    this.context = context;
    this.store = store;
    this.answers = loaded.answers();
    this.answered = loaded.held().sequence();
  }

  PreparedAnswers answers() {
    return answers;
  }

  /** Prepares the answers of what is held, now or when the preparation under way has ended. */
  void of(StoreAccess.Held held) {
    if (!preparing) {
      preparing = true;
      context.pipeToSelf(
          store.prepare(held),
          (made, failure) ->
              new Prepared(
                  Optional.ofNullable(made), Optional.ofNullable(failure), held.sequence()));
    }
  }

  /** Takes the answers over; prepares those of what is held if that is newer. */
  void ended(Prepared prepared, StoreAccess.Held held) {
    preparing = false;
    prepared.failure().ifPresent(why -> context.getLog().error("Answers were not prepared", why));
    if (prepared.answers().isPresent() && prepared.sequence() > answered) {
      answers = prepared.answers().get();
      answered = prepared.sequence();
    }
    if (prepared.sequence() < held.sequence()) {
      of(held);
    }
  }
}
