package network.rei.dau.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of every answer, errors included: any origin may read it, and browsers may make
 * nothing of it but what it is. Answers that are sent often are prepared with them.
 */
public final class CommonHeaders {

  /** Of pages, which set a policy of their own. */
  private static final HttpHeader NOTHING_IS_LOADED =
      RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  private static final List<HttpHeader> SECURITY =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          NOTHING_IS_LOADED);

  private CommonHeaders() {}

  /** The response with all of them; those that it has already stay as they are. */
  public static HttpResponse on(HttpResponse response) {
    return Cors.open(safe(response));
  }

  /** As {@link #on}, for answers that pages of other origins may not read. */
  public static HttpResponse safe(HttpResponse response) {
    List<HttpHeader> missing = new ArrayList<>(SECURITY.size());
    for (HttpHeader header : SECURITY) {
      if (response.getHeader(header.name()).isEmpty()) {
        missing.add(header);
      }
    }
    return missing.isEmpty() ? response : response.addHeaders(missing);
  }
}
