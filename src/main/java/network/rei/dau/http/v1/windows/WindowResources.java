package network.rei.dau.http.v1.windows;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import network.rei.dau.http.v1.SnapshotDirectives;
import network.rei.dau.http.v1.SnapshotDirectives.Query;
import network.rei.dau.http.v1.SnapshotDirectives.Result;
import network.rei.dau.http.v1.WindowParameter;

/** {@code /windows}: the activity of any window. */
public final class WindowResources {

  private final SnapshotDirectives snapshots;
  private final Duration retention;

  /**
   * @param retention the longest rolling window
   */
  public WindowResources(SnapshotDirectives snapshots, Duration retention) {
    this.snapshots = snapshots;
    this.retention = retention;
  }

  /** Returns the routes of the resources. */
  public Route route() {
    return concat(
        resource(
            () ->
                snapshots.completeJson(parameters -> query(WindowParameter.absolute(parameters)))),
        resource(
            length ->
                snapshots.completeJson(
                    parameters -> query(WindowParameter.rolling("length", length, retention)))));
  }

  private static Query query(WindowParameter window) {
    return ledger -> Result.of(WindowView.of(ledger, window.activityIn(ledger), window.length()));
  }
}
