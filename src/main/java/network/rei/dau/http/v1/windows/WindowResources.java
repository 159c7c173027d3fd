package network.rei.dau.http.v1.windows;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;

/**
 * {@code /windows}: the activity of any window.
 *
 * @param retention the longest rolling window
 */
public record WindowResources(
    SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {

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
