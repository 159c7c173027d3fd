package network.rei.dau.observability.actor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/** The metrics of all actors of one class. */
public final class ActorMetrics {

  private final CounterMap<Class<?>> messages = CounterMap.ofClasses();
  private final Histogram processing = Histogram.ofProcessingTimes();
  private final CounterMap<Class<?>> failures = CounterMap.ofClasses();
  private final LongAdder restarts = new LongAdder();
  private final Histogram waiting = Histogram.ofProcessingTimes();
  private final AtomicInteger stashed = new AtomicInteger();
  private final Set<InstrumentedMessageQueue> mailboxes = ConcurrentHashMap.newKeySet();

  ActorMetrics() {}

  /** Returns the messages that were processed or failed, by class. */
  public CounterMap<Class<?>> messages() {
    return messages;
  }

  /** Returns the processing times of messages and of starts. */
  public Histogram processing() {
    return processing;
  }

  /** Returns the exceptions that were thrown, by class. */
  public CounterMap<Class<?>> failures() {
    return failures;
  }

  /** Returns the number of restarts. */
  public LongAdder restarts() {
    return restarts;
  }

  /** Returns the waiting times of a sample of the messages: one at a time in each mailbox. */
  public Histogram waiting() {
    return waiting;
  }

  /** Returns the number of messages that the last actor to report it has stashed. */
  public AtomicInteger stashed() {
    return stashed;
  }

  /** Returns the number of actors that are running. */
  public int running() {
    return mailboxes.size();
  }

  /** Returns the number of messages that wait in all mailboxes. */
  public long queued() {
    return mailboxes.stream().mapToLong(InstrumentedMessageQueue::numberOfMessages).sum();
  }

  InstrumentedMessageQueue newMailbox() {
    InstrumentedMessageQueue mailbox = new InstrumentedMessageQueue(waiting, mailboxes::remove);
    mailboxes.add(mailbox);
    return mailbox;
  }
}
