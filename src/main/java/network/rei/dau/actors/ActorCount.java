package network.rei.dau.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.counting.Histogram;
import network.rei.dau.counting.Tally;

/** What is counted of all actors of one class. */
public final class ActorCount {

  private final Tally<Class<?>> messages = Tally.ofClasses();
  private final Histogram processing = Histogram.ofMoments();
  private final Tally<Class<?>> failures = Tally.ofClasses();
  private final LongAdder restarts = new LongAdder();
  private final Histogram waiting = Histogram.ofMoments();
  private final Set<MeasuredQueue> mailboxes = ConcurrentHashMap.newKeySet();

  ActorCount() {}

  /** Messages that were processed, well or not, by their classes. */
  public Tally<Class<?>> messages() {
    return messages;
  }

  /** How long each took, starts included. */
  public Histogram processing() {
    return processing;
  }

  /** What was thrown, by its class. */
  public Tally<Class<?>> failures() {
    return failures;
  }

  /** How often one was restarted. */
  public LongAdder restarts() {
    return restarts;
  }

  /** How long messages waited, of those that were looked at: one of a mailbox at a time. */
  public Histogram waiting() {
    return waiting;
  }

  /** How many there are. */
  public int living() {
    return mailboxes.size();
  }

  /** How many messages wait for all of them. */
  public long queued() {
    return mailboxes.stream().mapToLong(MeasuredQueue::numberOfMessages).sum();
  }

  MeasuredQueue newMailbox() {
    MeasuredQueue mailbox = new MeasuredQueue(waiting, mailboxes::remove);
    mailboxes.add(mailbox);
    return mailbox;
  }
}
