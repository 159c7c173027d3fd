package network.rei.dau.http.admin;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The token that operators know (RFC 6750), compared in the same time whatever was given. */
public final class AdminToken {

  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  public AdminToken(String token) {
    this.digest = digest(token);
  }

  /** Whether the request carries it. */
  boolean isIn(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(HttpHeader::value)
        .map(this::isGiven)
        .orElse(false);
  }

  private boolean isGiven(String credentials) {
    return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(digest, digest(credentials.substring(SCHEME.length()).strip()));
  }

  /** Of the same length for every token, so that not even this is told. */
  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
