package network.rei.dau.http.v1.definitions;

import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.AddressRoles;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.SnapshotDirectives;
import network.rei.dau.http.v1.SnapshotDirectives.Query;
import network.rei.dau.http.v1.SnapshotDirectives.Result;
import network.rei.dau.http.v1.WindowParameter;

/** {@code /definitions}: the active addresses of a window by several definitions. */
public final class DefinitionResource {

  private final SnapshotDirectives snapshots;
  private final Duration retention;

  /**
   * @param retention the longest rolling window
   */
  public DefinitionResource(SnapshotDirectives snapshots, Duration retention) {
    this.snapshots = snapshots;
    this.retention = retention;
  }

  /** Returns the route of the resource. */
  public Route route() {
    return resource(() -> snapshots.completeTable(this::definitions));
  }

  private Query definitions(Parameters parameters) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    return ledger -> {
      WindowActivity activity = window.recordedIn(ledger);
      Optional<AddressRoles> roles =
          activity.isKnown() ? Optional.of(ledger.roles(activity.window())) : Optional.empty();
      DefinitionsView view = DefinitionsView.of(ledger, activity, window.length(), roles);
      return new Result(view, DefinitionsView.Entry.class, view.definitions(), List.of());
    };
  }
}
