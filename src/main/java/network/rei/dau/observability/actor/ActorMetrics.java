package network.rei.dau.observability.actor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/** What is counted of all actors of one class. */
public final class ActorMetrics {

  private final CounterMap<Class<?>> messages = CounterMap.ofClasses();
  private final Histogram processing = Histogram.ofMoments();
  private final CounterMap<Class<?>> failures = CounterMap.ofClasses();
  private final LongAdder restarts = new LongAdder();
  private final Histogram waiting = Histogram.ofMoments();
  private final Set<InstrumentedMessageQueue> mailboxes = ConcurrentHashMap.newKeySet();

  ActorMetrics() {}

  /** Messages that were processed, well or not, by their classes. */
  public CounterMap<Class<?>> messages() {
    return messages;
  }

  /** How long each took, starts included. */
  public Histogram processing() {
    return processing;
  }

  /** What was thrown, by its class. */
  public CounterMap<Class<?>> failures() {
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
    return mailboxes.stream().mapToLong(InstrumentedMessageQueue::numberOfMessages).sum();
  }

  InstrumentedMessageQueue newMailbox() {
    InstrumentedMessageQueue mailbox = new InstrumentedMessageQueue(waiting, mailboxes::remove);
    mailboxes.add(mailbox);
    return mailbox;
  }
}
