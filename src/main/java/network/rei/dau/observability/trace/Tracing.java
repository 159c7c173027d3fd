package network.rei.dau.observability.trace;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.Optional;

/** The tracer of an actor system, which starts the spans of its actors and of its HTTP server. */
public final class Tracing implements Extension {

  private static final class Id extends ExtensionId<Tracing> {
    @Override
    public Tracing createExtension(ActorSystem<?> system) {
      return new Tracing(
          system
              .classicSystem()
              .settings()
              .setup()
              .get(TracingSetup.class)
              .map(TracingSetup::tracer));
    }
  }

  /** The name of the instrumentation, which each span carries. */
  public static final String SCOPE = "network.rei.dau";

  private static final Id ID = new Id();

  private final boolean on;
  private final Tracer tracer;

  private Tracing(Optional<Tracer> tracer) {
    this.on = tracer.isPresent();
    this.tracer = tracer.orElseGet(() -> TracerProvider.noop().get(SCOPE));
  }

  /** Returns the tracer of a system. */
  public static Tracing of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** Returns whether spans are recorded. */
  public boolean isOn() {
    return on;
  }

  /** Returns the tracer, whose spans record nothing unless tracing is on. */
  public Tracer tracer() {
    return tracer;
  }
}
