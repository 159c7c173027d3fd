package network.rei.dau.http.v1.blockscout;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.problem.Problems;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;

/** {@code /lines} and {@code /counters}, in the shape of Blockscout's statistics service. */
public final class BlockscoutResources {

  private final SnapshotDirectives snapshots;
  private final List<Line> lines;

  /**
   * @param countsNonces whether a transaction with nonce 0 is the first of its sender on this chain
   */
  public BlockscoutResources(SnapshotDirectives snapshots, boolean countsNonces) {
    this.snapshots = snapshots;
    this.lines = Line.of(countsNonces);
  }

  /** Returns the routes of the resources by path segment. */
  public Map<String, Route> routes() {
    LinesView view = LinesView.of(lines);
    return Map.of(
        "lines",
            concat(
                resource(this::line),
                resource(() -> snapshots.completeJson(parameters -> ledger -> Result.of(view)))),
        "counters",
            resource(
                () ->
                    snapshots.completeJson(
                        parameters -> {
                          requireUtc(parameters);
                          return ledger -> Result.of(CountersView.of(ledger));
                        })));
  }

  private Route line(String name) {
    return lines.stream()
        .filter(line -> line.id().equalsIgnoreCase(name))
        .findFirst()
        .map(line -> snapshots.completeJson(parameters -> query(line, parameters)))
        .orElseGet(
            () -> complete(Problems.lineNotFound(name, lines.stream().map(Line::id).toList())));
  }

  private static Query query(Line line, Parameters parameters) {
    requireUtc(parameters);
    Resolution resolution =
        Resolution.of(
            parameters.word("resolution", LinesView.RESOLUTIONS, LinesView.RESOLUTIONS.get(0)));
    Optional<LocalDate> from = parameters.date("from");
    Optional<LocalDate> to = parameters.date("to");
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      throw new InvalidParameterException("to", to.get().toString(), "from or a later date");
    }
    OptionalLong start = second(from);
    OptionalLong end = second(to.map(date -> date.plusDays(1)));
    return ledger ->
        Result.of(LineView.of(line, new LineSeries(ledger, line).points(resolution, start, end)));
  }

  private static void requireUtc(Parameters parameters) {
    TimeParameters.requireUtc(parameters, "Blockscout counts days of UTC");
  }

  private static OptionalLong second(Optional<LocalDate> date) {
    return date.isPresent() ? OptionalLong.of(History.start(date.get())) : OptionalLong.empty();
  }
}
