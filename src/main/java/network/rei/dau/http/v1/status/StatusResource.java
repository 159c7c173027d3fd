package network.rei.dau.http.v1.status;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.Responses;
import network.rei.dau.http.v1.DataResource;
import network.rei.dau.http.v1.Format;
import network.rei.dau.http.v1.Resource;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;

/** {@code /status}: moves with the clock and with ingest, so it is never kept. */
public record StatusResource(DataResource.Tools tools, HttpSettings settings) implements Resource {

  @Override
  public CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters) {
    Format.onlyJson(parameters);
    CompletionStage<Snapshot> data = tools.asks().snapshot();
    CompletionStage<Optional<IngestStatus>> ingest =
        tools.asks().status().handle((status, failure) -> Optional.ofNullable(status));
    return data.thenCombine(
            ingest,
            (known, status) ->
                new StatusReport(
                    known, status, tools.asks().membership(), settings, tools.clock().instant()))
        .thenCompose(report -> tools.computing().compute(() -> answer(report)));
  }

  private static HttpResponse answer(StatusReport report) {
    return Responses.ok(report.view().json())
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
