package network.rei.dau.http.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Counts the requests of each client in windows of a minute, which start with the first request of
 * a client. Thread-safe; a request of a known client takes no lock.
 *
 * <p>The number of counters is bounded. While all are in use, further clients share a few counters,
 * so that memory stays bounded and every request is counted.
 */
public final class RateLimiter {

  /** How long a count lasts. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int SHARED = 256;
  private static final long REMOVAL_INTERVAL_MILLIS = 1000;

  /**
   * What a client has left.
   *
   * @param limit requests in a window
   * @param remaining until the window ends
   * @param resetSeconds to the end of the window, rounded up
   * @param allowed whether this request is within the limit
   */
  public record Quota(int limit, int remaining, long resetSeconds, boolean allowed) {}

  /** A client's count; {@code used} stays at one above the limit, once it is there. */
  private record Window(long startMillis, int used) {

    boolean hasEnded(long now) {
      // a clock that was set back must not keep a client out for longer
      return now < startMillis || now - startMillis >= WINDOW.toMillis();
    }

    Window withRequest(long now, int limit) {
      return hasEnded(now)
          ? new Window(now, 1)
          : new Window(startMillis, Math.min(used, limit) + 1);
    }

    Quota quota(long now, int limit) {
      long left = startMillis + WINDOW.toMillis() - now;
      return new Quota(limit, Math.max(0, limit - used), (left + 999) / 1000, used <= limit);
    }
  }

  private static final Window NEVER = new Window(Long.MIN_VALUE / 2, 0);

  private final int limit;
  private final int mostClients;
  private final Clock clock;
  private final ConcurrentMap<Long, AtomicReference<Window>> windows = new ConcurrentHashMap<>();
  private final List<AtomicReference<Window>> shared =
      Stream.generate(() -> new AtomicReference<>(NEVER)).limit(SHARED).toList();
  private final AtomicLong removedAt = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * @param limit requests in a window
   * @param mostClients how many are known at once; about 100 bytes each
   */
  public RateLimiter(int limit, int mostClients, Clock clock) {
    this.limit = limit;
    this.mostClients = mostClients;
    this.clock = clock;
  }

  /**
   * Counts a request.
   *
   * @param client the number that identifies the client
   */
  Quota take(long client) {
    long now = clock.millis();
    return counter(client, now)
        .updateAndGet(window -> window.withRequest(now, limit))
        .quota(now, limit);
  }

  /** Returns how many clients have counters of their own. */
  int clients() {
    return windows.size();
  }

  private AtomicReference<Window> counter(long client, long now) {
    AtomicReference<Window> known = windows.get(client);
    if (known != null) {
      return known;
    }
    if (windows.size() >= mostClients) {
      removeEnded(now);
      if (windows.size() >= mostClients) {
        return shared.get(Math.floorMod(Long.hashCode(client), SHARED));
      }
    }
    return windows.computeIfAbsent(client, unknown -> new AtomicReference<>(NEVER));
  }

  /** Removes the counters whose windows have ended, at most once a second. */
  private void removeEnded(long now) {
    long last = removedAt.get();
    boolean due = now < last || now - last >= REMOVAL_INTERVAL_MILLIS;
    if (due && removedAt.compareAndSet(last, now)) {
      windows.values().removeIf(window -> window.get().hasEnded(now));
    }
  }
}
