package network.rei.dau.http.ratelimit;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distinguishes clients by their addresses. An IPv4 address is one client, and so is an IPv6
 * network of 64 bits, because a client that has one address of it usually has all.
 *
 * @param trustedProxies see {@link RateLimitSettings}
 */
public record ClientKey(int trustedProxies) {

  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final int NETWORK_BYTES = 8;

  /** An address without or with a port, as proxies write it; names are not resolved. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\"?(?:(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?"
              + "|\\[?([0-9a-fA-F]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(?:%\\w+)?(?:](?::\\d+)?)?)\"?");

  /** Returns the same number for all requests of a client; 0 if the address is not known. */
  public long of(HttpRequest request) {
    return forwardedFor(request)
        .or(
            () ->
                request
                    .getAttribute(AttributeKeys.remoteAddress)
                    .flatMap(RemoteAddress::getAddress))
        .map(ClientKey::of)
        .orElse(0L);
  }

  /** The two kinds do not overlap: no IPv6 network in use begins with four zero bytes. */
  static long of(InetAddress address) {
    byte[] bytes = address.getAddress();
    long number = 0;
    for (int i = 0; i < Math.min(bytes.length, NETWORK_BYTES); i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  /** Returns the address that the outermost trusted proxy saw: clients can write those before. */
  private Optional<InetAddress> forwardedFor(HttpRequest request) {
    if (trustedProxies == 0) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(FORWARDED_FOR)) {
        path.addAll(List.of(header.value().split(",", -1)));
      }
    }
    return path.isEmpty()
        ? Optional.empty()
        : parse(path.get(Math.max(0, path.size() - trustedProxies)).strip());
  }

  private static Optional<InetAddress> parse(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          InetAddress.getByName(
              address.group(1) != null ? address.group(1) : "[" + address.group(2) + "]"));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
