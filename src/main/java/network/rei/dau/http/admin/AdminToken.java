package network.rei.dau.http.admin;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractMaterializer;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.server.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import network.rei.dau.http.problem.Problems;

/**
 * The bearer token of operators (RFC 6750). The time of a comparison does not depend on the token
 * that a request carries.
 */
public final class AdminToken {

  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  public AdminToken(String token) {
    this.digest = digest(token);
  }

  /** Answers 401 to requests without the token; discards the body of every request. */
  Route require(Supplier<Route> inner) {
    Route route = inner.get();
    return extractMaterializer(
        materializer ->
            extractRequest(
                request -> {
                  request.discardEntityBytes(materializer);
                  return isIn(request) ? route : complete(Problems.unauthorized());
                }));
  }

  /** Returns whether a request carries the token. */
  boolean isIn(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(HttpHeader::value)
        .map(this::matches)
        .orElse(false);
  }

  private boolean matches(String credentials) {
    return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(digest, digest(credentials.substring(SCHEME.length()).strip()));
  }

  /** Returns bytes of the same length for every token, so that the length remains secret too. */
  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
