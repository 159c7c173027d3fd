package network.rei.dau.http.directive;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.EntityTag;
import akka.http.javadsl.model.headers.RawHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.stats.Snapshot;

/**
 * The cache headers of a response that is computed from a snapshot.
 *
 * <p>The entity tag consists of the version of the store, the hash of the last block (a store that
 * is created again starts at version 0 again), the version of the service (another version may
 * render other fields), the version of the labels if the response shows them, and the format, with
 * that of its times. It is weak, since a plain and a gzipped body have the same tag. Values that
 * depend on the clock have headers of their own, so that a body changes only with the data.
 */
public final class CacheValidator {

  private static final String SERVICE_VERSION = ServiceVersion.current();

  /** Clients may store a response, but must revalidate it each time, which costs a 304. */
  private static final HttpHeader REVALIDATE =
      RawHeader.create("Cache-Control", "public, no-cache");

  private static final HttpHeader VARY = RawHeader.create("Vary", "Accept, Accept-Encoding");

  private final Snapshot snapshot;
  private final String state;

  public CacheValidator(Snapshot snapshot) {
    this.snapshot = snapshot;
    String lastHash =
        snapshot
            .ledger()
            .last()
            .map(last -> last.lastHash().toString().substring(2, 10))
            .orElse("none");
    this.state = "%d-%s-%s".formatted(snapshot.version(), lastHash, SERVICE_VERSION);
  }

  /** Returns a text that two snapshots share only if all responses over them are the same. */
  public String state() {
    return state;
  }

  /**
   * Returns the entity tag of the responses in a format.
   *
   * @param format its name, such as {@code json}, and what else tells responses apart, in
   *     characters of an entity tag
   */
  public EntityTag entityTag(String format) {
    return EntityTag.create(state + "-" + format, true);
  }

  /**
   * Returns the entity tag of responses that depend on something else than the data, too.
   *
   * @param version the version of that, in letters and digits; empty for nothing
   */
  public EntityTag entityTag(String format, String version) {
    return version.isEmpty() ? entityTag(format) : entityTag(version + "-" + format);
  }

  /**
   * Returns the other headers.
   *
   * @param staleAfter age of the last block from which on {@code Data-Stale} is true
   */
  public List<HttpHeader> headers(Instant now, Duration staleAfter) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(VARY);
    headers.add(REVALIDATE);
    headers.add(RawHeader.create("Data-Version", Long.toString(snapshot.version())));
    snapshot
        .ledger()
        .last()
        .ifPresent(
            last -> {
              long lag = Math.max(0, now.getEpochSecond() - last.lastTimestamp());
              boolean stale = Duration.ofSeconds(lag).compareTo(staleAfter) > 0;
              headers.add(RawHeader.create("Data-Lag-Seconds", Long.toString(lag)));
              headers.add(RawHeader.create("Data-Stale", Boolean.toString(stale)));
            });
    return headers;
  }
}
