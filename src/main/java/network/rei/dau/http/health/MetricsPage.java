package network.rei.dau.http.health;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.GzipEncoding;
import network.rei.dau.json.Gzip;

/** Answers {@code /metrics}. */
public final class MetricsPage {

  private static final HttpResponse PLAIN =
      HttpResponse.create()
          .addHeader(RawHeader.create("Vary", "Accept, Accept-Encoding"))
          .addHeader(RawHeader.create("Cache-Control", "no-store"));
  private static final HttpResponse COMPRESSED =
      PLAIN.addHeader(RawHeader.create("Content-Encoding", "gzip"));

  private MetricsPage() {}

  public static CompletionStage<HttpResponse> of(MetricsSource metrics, HttpRequest request) {
    String accepted = request.getHeader("Accept").map(HttpHeader::value).orElse("");
    boolean gzip = GzipEncoding.isAccepted(request);
    return metrics.read(accepted).thenApply(page -> response(page, gzip));
  }

  private static HttpResponse response(MetricsSource.Page page, boolean gzip) {
    byte[] plain = page.text().getBytes(StandardCharsets.UTF_8);
    byte[] body = gzip ? Gzip.bytes(plain) : plain;
    return (gzip ? COMPRESSED : PLAIN)
        .withEntity(
            HttpEntities.create(
                ContentTypes.parse(page.contentType()), ByteString.fromArrayUnsafe(body)));
  }
}
