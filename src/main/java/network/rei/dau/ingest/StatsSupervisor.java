package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;

/** Runs ingest: protocol only, so far. */
public final class StatsSupervisor {

  /** What may be asked of it. */
  public sealed interface Command {}

  /** Asks how ingest stands. */
  public record GetStatus(ActorRef<IngestStatus> replyTo) implements Command {}

  private StatsSupervisor() {}
}
