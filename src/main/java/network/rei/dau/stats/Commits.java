package network.rei.dau.stats;

import akka.actor.typed.javadsl.ActorContext;
import network.rei.dau.stats.StatsStore.Commit;
import network.rei.dau.stats.StatsStore.CommitReply;

/**
 * Has commits written; once one is durable, it is shown to readers, told to other nodes and
 * acknowledged. Only the store's actor touches it.
 */
final class Commits {

  /** The store was written, or had reasons not to be. */
  record Committed(StoreAccess.Done done, Commit commit) implements StatsStore.Told {}

  /** The store could not be written. */
  record CommitFailed(StoreFailure why, Commit commit) implements StatsStore.Told {}

  private final ActorContext<StatsStore.Command> context;
  private final StoreAccess store;
  private final Cache cache;
  private final StoreHealth trouble;
  private final ReplicationMode.News news;

  Commits(
      ActorContext<StatsStore.Command> context,
      StoreAccess store,
      Cache cache,
      StoreHealth trouble,
      ReplicationMode.News news) {
    this.context = context;
    this.store = store;
    this.cache = cache;
    this.trouble = trouble;
    this.news = news;
  }

  void write(Commit commit) {
    context.pipeToSelf(
        store.commit(commit.epoch(), commit.records(), commit.leaving()),
        (done, failure) ->
            failure == null
                ? new Committed(done, commit)
                : new CommitFailed(StoreFailure.of(failure), commit));
  }

  void ended(Committed committed) {
    CommitReply reply = committed.done().reply();
    if (!(reply instanceof CommitReply.Contradicts)) {
      trouble.written();
    }
    cache.adopt(committed.done().held());
    if (reply instanceof CommitReply.Committed durable) {
      news.committed(durable.version());
    }
    committed.commit().replyTo().tell(reply);
  }

  void failed(CommitFailed failed) {
    trouble.writeFailed(failed.why().reason());
    failed
        .commit()
        .replyTo()
        .tell(failed.why().reply(CommitReply.Away::new, CommitReply.Failed::new));
  }
}
