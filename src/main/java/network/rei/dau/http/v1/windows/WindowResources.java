package network.rei.dau.http.v1.windows;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.ActivityFilter;
import network.rei.dau.http.v1.FilterParameter;
import network.rei.dau.http.v1.FilterSettings;
import network.rei.dau.http.v1.SnapshotDirectives;
import network.rei.dau.http.v1.SnapshotDirectives.Query;
import network.rei.dau.http.v1.SnapshotDirectives.Result;
import network.rei.dau.http.v1.WindowParameter;

/** {@code /windows}: the activity of any window. */
public final class WindowResources {

  private final SnapshotDirectives snapshots;
  private final Duration retention;
  private final FilterSettings filters;

  /**
   * @param retention the longest rolling window
   */
  public WindowResources(SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {
    this.snapshots = snapshots;
    this.retention = retention;
    this.filters = filters;
  }

  /** Returns the routes of the resources. */
  public Route route() {
    return concat(
        resource(
            () ->
                snapshots.completeJson(
                    parameters -> query(WindowParameter.absolute(parameters), parameters))),
        resource(
            length ->
                snapshots.completeJson(
                    parameters ->
                        query(WindowParameter.rolling("length", length, retention), parameters))));
  }

  private Query query(WindowParameter window, Parameters parameters) {
    FilterParameter filter = FilterParameter.of(parameters);
    return ledger -> {
      ActivityFilter applied = new ActivityFilter(filter, filters, ledger);
      WindowActivity raw = window.activityIn(ledger, applied);
      return Result.of(WindowView.of(ledger, raw, applied, window.length()));
    };
  }
}
