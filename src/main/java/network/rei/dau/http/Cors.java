package network.rei.dau.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/** Lets pages of any origin read every answer, errors included. */
public final class Cors {

  /** What may be done here. */
  static final String METHODS = "GET, HEAD, OPTIONS";

  private static final HttpHeader ANY_ORIGIN = RawHeader.create("Access-Control-Allow-Origin", "*");

  private static final HttpResponse PREFLIGHT =
      HttpResponse.create()
          .withStatus(StatusCodes.NO_CONTENT)
          .addHeaders(
              List.of(
                  RawHeader.create("Allow", METHODS),
                  RawHeader.create("Access-Control-Allow-Methods", METHODS),
                  RawHeader.create("Access-Control-Max-Age", "86400"),
                  RawHeader.create("Vary", "Access-Control-Request-Headers")));

  private static final HttpHeader EXPOSED =
      RawHeader.create(
          "Access-Control-Expose-Headers",
          "ETag, Link, Retry-After, Data-Version, Data-Lag-Seconds, Data-Stale,"
              + " RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy");

  private Cors() {}

  /** The response, with all headers that it may have readable from anywhere. */
  public static HttpResponse exposed(HttpResponse response) {
    return response.getHeader(EXPOSED.name()).isPresent() ? response : response.addHeader(EXPOSED);
  }

  /** The response, readable from anywhere. */
  static HttpResponse open(HttpResponse response) {
    return response.getHeader(ANY_ORIGIN.name()).isPresent()
        ? response
        : response.addHeader(ANY_ORIGIN);
  }

  /** 204: the methods that are allowed, and the headers that were asked for. */
  static HttpResponse preflight(HttpRequest request) {
    return request
        .getHeader("Access-Control-Request-Headers")
        .map(asked -> RawHeader.create("Access-Control-Allow-Headers", asked.value()))
        .map(PREFLIGHT::addHeader)
        .orElse(PREFLIGHT);
  }
}
