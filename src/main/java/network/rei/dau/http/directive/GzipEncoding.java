package network.rei.dau.http.directive;

import akka.http.javadsl.coding.Coder;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.AcceptEncoding;
import akka.http.javadsl.model.headers.HttpEncodingRange;
import akka.http.javadsl.model.headers.HttpEncodings;

/** Negotiates gzip with a client, and compresses streamed responses. */
public final class GzipEncoding {

  private GzipEncoding() {}

  /**
   * Returns whether the request's {@code Accept-Encoding} accepts gzip, by name or by {@code *}. A
   * request without the header does not.
   */
  public static boolean isAccepted(HttpRequest request) {
    return request.getHeader(AcceptEncoding.class).map(GzipEncoding::isAccepted).orElse(false);
  }

  /** Returns the response, compressed while it is streamed if the client accepts gzip. */
  public static HttpResponse streamed(HttpResponse response, HttpRequest request) {
    // Addresses are random digits, so the lowest level compresses them about as well as the
    // highest.
    return isAccepted(request) ? Coder.GzipLevel1.encodeMessage(response) : response;
  }

  private static boolean isAccepted(AcceptEncoding header) {
    boolean byStar = false;
    for (HttpEncodingRange range : header.getEncodings()) {
      if (range.matches(HttpEncodings.GZIP)) {
        // A range that names gzip takes precedence over "*".
        if (!range.matches(HttpEncodings.COMPRESS)) {
          return range.qValue() > 0;
        }
        byStar = range.qValue() > 0;
      }
    }
    return byStar;
  }
}
