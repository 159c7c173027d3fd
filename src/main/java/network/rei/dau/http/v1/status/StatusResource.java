package network.rei.dau.http.v1.status;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.Responses;
import network.rei.dau.http.v1.ComputePool;
import network.rei.dau.http.v1.Format;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.json.Json;
import network.rei.dau.stats.Snapshot;

/** {@code /status}: moves with the clock and with ingest, so it is never kept. */
public record StatusResource(
    ActorClient actors, ComputePool computePool, Clock clock, HttpSettings settings) {

  public CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters) {
    Format.requireJson(parameters);
    CompletionStage<Snapshot> data = actors.snapshot();
    CompletionStage<Optional<IngestStatus>> ingest =
        actors.status().handle((status, failure) -> Optional.ofNullable(status));
    return data.thenCombine(
            ingest,
            (known, status) ->
                new StatusReport(known, status, actors.membership(), settings, clock.instant()))
        .thenCompose(report -> computePool.submit(() -> answer(report)));
  }

  private static HttpResponse answer(StatusReport report) {
    return Responses.ok(Json.bytes(report.view()))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
