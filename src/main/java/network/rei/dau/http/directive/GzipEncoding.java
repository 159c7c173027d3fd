package network.rei.dau.http.directive;

import akka.http.javadsl.coding.Coder;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.AcceptEncoding;
import akka.http.javadsl.model.headers.HttpEncodingRange;
import akka.http.javadsl.model.headers.HttpEncodings;

/** Whether a client takes gzip, and gzip for what is streamed. */
public final class GzipEncoding {

  private GzipEncoding() {}

  /**
   * Whether the request's {@code Accept-Encoding} allows gzip, by name or by {@code *}. Without the
   * header it is not assumed.
   */
  public static boolean isAccepted(HttpRequest request) {
    return request.getHeader(AcceptEncoding.class).map(GzipEncoding::isAccepted).orElse(false);
  }

  /** The response, compressed as it streams if the client takes that. */
  public static HttpResponse streamed(HttpResponse response, HttpRequest request) {
    // Address lists are random digits: the lowest level makes them about as small as the highest.
    return isAccepted(request) ? Coder.GzipLevel1.encodeMessage(response) : response;
  }

  private static boolean isAccepted(AcceptEncoding header) {
    boolean byStar = false;
    for (HttpEncodingRange range : header.getEncodings()) {
      if (range.matches(HttpEncodings.GZIP)) {
        // "*" matches too, but what names gzip decides
        if (!range.matches(HttpEncodings.COMPRESS)) {
          return range.qValue() > 0;
        }
        byStar = range.qValue() > 0;
      }
    }
    return byStar;
  }
}
