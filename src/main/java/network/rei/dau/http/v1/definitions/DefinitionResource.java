package network.rei.dau.http.v1.definitions;

import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.definition.ActiveAddresses;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;

/**
 * {@code /definitions}: the active addresses of a window by several definitions.
 *
 * @param retention the longest rolling window
 * @param rules for the transactions of the system
 */
public record DefinitionResource(
    SnapshotDirectives snapshots, Duration retention, SystemRules rules) {

  /** Returns the route of the resource. */
  public Route route() {
    return resource(() -> snapshots.completeTable(this::definitions));
  }

  private Query definitions(Parameters parameters) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    return ledger -> {
      WindowActivity activity = window.recordedIn(ledger);
      Optional<ActiveAddresses> known =
          activity.isKnown()
              ? Optional.of(ActiveAddresses.of(ledger, activity.window(), rules))
              : Optional.empty();
      DefinitionsView view = DefinitionsView.of(ledger, activity, window.length(), known);
      return new Result(view, DefinitionsView.Entry.class, view.definitions(), List.of())
          .over(activity);
    };
  }
}
