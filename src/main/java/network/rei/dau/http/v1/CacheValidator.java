package network.rei.dau.http.v1;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.stats.Snapshot;

/**
 * The state of the data that an answer shows, as its headers tell it.
 *
 * <p>The {@code ETag} is of the data's version, the last block's hash (a store that was begun anew
 * counts its versions anew) and the service's version (whose answers may have other fields). It is
 * weak, since it is the same for JSON and CSV, gzipped or not. What moves with the clock is told in
 * headers of its own, so that an answer stays the same until the data changes.
 */
final class CacheValidator {

  private static final String SERVICE_VERSION = ServiceVersion.current();
  private static final HttpHeader REVALIDATE =
      RawHeader.create("Cache-Control", "public, no-cache");

  private final Snapshot data;
  private final Duration staleAfter;
  private final Instant now;
  private final String tag;

  CacheValidator(Snapshot data, Duration staleAfter, Instant now) {
    this.data = data;
    this.staleAfter = staleAfter;
    this.now = now;
    this.tag =
        "\"%d-%s-%s\""
            .formatted(
                data.version(),
                data.ledger()
                    .last()
                    .map(last -> last.lastHash().toString().substring(2, 10))
                    .orElse("none"),
                SERVICE_VERSION);
  }

  Snapshot data() {
    return data;
  }

  /** The same for two states only if all answers over them are the same. */
  String tag() {
    return tag;
  }

  /** Whether the client says by {@code If-None-Match} that it has the answer over this data. */
  boolean isKnownTo(HttpRequest request) {
    return request
        .getHeader("If-None-Match")
        .map(HttpHeader::value)
        .filter(
            known ->
                known.strip().equals("*")
                    || Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(tag::equals))
        .isPresent();
  }

  /** To be kept, but asked for again each time, which costs a 304 while the data is the same. */
  List<HttpHeader> headers() {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("ETag", "W/" + tag));
    headers.add(REVALIDATE);
    headers.add(RawHeader.create("Data-Version", Long.toString(data.version())));
    lag()
        .ifPresent(
            lag -> {
              headers.add(RawHeader.create("Data-Lag-Seconds", Long.toString(lag.toSeconds())));
              headers.add(
                  RawHeader.create("Data-Stale", Boolean.toString(lag.compareTo(staleAfter) > 0)));
            });
    return headers;
  }

  private Optional<Duration> lag() {
    return data.ledger()
        .last()
        .map(LedgerRecord::lastTimestamp)
        .map(last -> Duration.ofSeconds(Math.max(0, now.getEpochSecond() - last)));
  }
}
