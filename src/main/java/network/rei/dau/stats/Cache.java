package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.Optional;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;

/**
 * What readers see: the data that is held, and what is made of it whenever it changes, the prepared
 * answers and the published files. Only the store's actor touches it.
 */
final class Cache {

  private final Preparation preparation;
  private final Publication publication;
  private StoreAccess.Held held;

  Cache(
      ActorContext<StatsStore.Command> context,
      TimerScheduler<StatsStore.Command> timers,
      StoreAccess store,
      StoreAccess.LoadedStore loaded) {
    this.preparation = new Preparation(context, store, loaded);
    this.publication = new Publication(context, timers, store);
    this.held = loaded.held();
  }

  StoreAccess.Held held() {
    return held;
  }

  StatsStore.PreparedAnswer answer(AnswerKind answer) {
    PreparedAnswers answers = preparation.answers();
    return new StatsStore.PreparedAnswer(answers.body(answer), answers.version());
  }

  /**
   * The data.
   *
   * @param trouble why the store cannot be read or written, if so
   */
  Snapshot snapshot(Optional<String> trouble) {
    return new Snapshot(held.ledger(), held.version(), held.changedAt(), trouble);
  }

  /**
   * Holds what the store was seen to hold, unless it is older than what is held: what an earlier
   * incarnation began may be told of after more than that was loaded.
   */
  void adopt(StoreAccess.Held seen) {
    if (seen.sequence() > held.sequence()) {
      held = seen;
      preparation.of(held);
      publication.soon();
    }
  }

  void prepared(Preparation.Prepared prepared) {
    preparation.ended(prepared, held);
  }

  /**
   * Writes the published files now.
   *
   * @param replyTo who is to hear once they are written, if anybody
   */
  void publish(Optional<ActorRef<StatsStore.Published>> replyTo) {
    publication.now(held, replyTo);
  }

  void published(Publication.PublishDone done) {
    publication.done(done);
  }
}
