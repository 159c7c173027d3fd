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
 * A mailbox that measures the number of its messages and their waiting times. It is unbounded and
 * keeps the order of messages, as Akka's default mailbox does.
 *
 * <p>Akka creates it from the configuration, where {@code rei-dau-mailboxes} has a section for each
 * class of actors.
 */
public final class InstrumentedMailbox
    implements MailboxType, ProducesMessageQueue<InstrumentedMessageQueue> {

  private final String actor;

  /** Called by Akka. */
  public InstrumentedMailbox(ActorSystem.Settings settings, Config config) {
    this.actor = config.getString("actor");
  }

  /** Selects the mailbox of a class of actors. */
  public static MailboxSelector of(String actor) {
    return MailboxSelector.fromConfig("rei-dau-mailboxes." + actor);
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return ActorMetricsExtension.of(Adapter.toTyped(system.get())).of(actor).newMailbox();
  }
}
