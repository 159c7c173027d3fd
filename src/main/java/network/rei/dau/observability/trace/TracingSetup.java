package network.rei.dau.observability.trace;

import akka.actor.setup.Setup;
import io.opentelemetry.api.trace.Tracer;

/** Passes a tracer to an actor system when it is created. Without it, no span is recorded. */
public final class TracingSetup extends Setup {

  private final Tracer tracer;

  /** Creates a setup. */
  public TracingSetup(Tracer tracer) {
    this.tracer = tracer;
  }

  Tracer tracer() {
    return tracer;
  }
}
