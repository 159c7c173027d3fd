package network.rei.dau.http.ratelimit;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.headers.XForwardedFor;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells clients apart by their addresses: an IPv4 address is a client, and so is an IPv6 network of
 * 64 bits, since whoever has one address of it has all.
 *
 * @param trustedProxies see {@link RateLimitSettings}
 */
public record ClientKey(int trustedProxies) {

  private static final int NETWORK_BYTES = 8;

  /** The same number for all requests of a client; 0 where the address is not known. */
  long of(HttpRequest request) {
    return forwardedFor(request)
        .or(() -> request.getAttribute(AttributeKeys.remoteAddress))
        .flatMap(RemoteAddress::getAddress)
        .map(ClientKey::of)
        .orElse(0L);
  }

  /** The two kinds do not meet: no IPv6 network in use begins with four zero bytes. */
  static long of(InetAddress address) {
    byte[] bytes = address.getAddress();
    long number = 0;
    for (int i = 0; i < Math.min(bytes.length, NETWORK_BYTES); i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  /** The address that the outermost trusted proxy saw: what stands before it anybody may write. */
  private Optional<RemoteAddress> forwardedFor(HttpRequest request) {
    if (trustedProxies == 0) {
      return Optional.empty();
    }
    List<RemoteAddress> path = new ArrayList<>();
    for (XForwardedFor header : request.getHeaders(XForwardedFor.class)) {
      header.getAddresses().forEach(path::add);
    }
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(path.get(Math.max(0, path.size() - trustedProxies)))
            .filter(address -> address.getAddress().isPresent());
  }
}
