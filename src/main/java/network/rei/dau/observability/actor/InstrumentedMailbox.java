package network.rei.dau.observability.actor;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import com.typesafe.config.Config;
import scala.Option;

/**
 * A mailbox of which it is known how many messages wait in it, and how long. Unbounded and in
 * order, as the one that actors have otherwise.
 *
 * <p>Akka makes it of the configuration, where each actor's mailbox has a section with the name of
 * the actor's class: {@code rei-dau-mailboxes} in {@code reference.conf}.
 */
public final class InstrumentedMailbox
    implements MailboxType, ProducesMessageQueue<InstrumentedMessageQueue> {

  private final String actor;

  /** As Akka calls it. */
  public InstrumentedMailbox(ActorSystem.Settings settings, Config config) {
    this.actor = config.getString("actor");
  }

  /** What chooses it for an actor of a class that the configuration names. */
  public static MailboxSelector of(String actor) {
    return MailboxSelector.fromConfig("rei-dau-mailboxes." + actor);
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return ActorMetricsExtension.of(Adapter.toTyped(system.get())).of(actor).newMailbox();
  }
}
