package network.rei.dau.chain.endpoint;

/**
 * How long calls wait while no endpoint answers anything. An endpoint that said when to come back
 * is waited for, within a bound. Pure; not for several threads.
 */
final class Deadline {

  private final long nanos;
  private final long longestExcuse;
  private boolean progressed;
  private long progressAt;
  private boolean excused;
  private long excusedUntil;

  Deadline(long nanos, long longestExcuse) {
    this.nanos = nanos;
    this.longestExcuse = longestExcuse;
  }

  /** An endpoint answered something that was asked for. */
  void progress(long now) {
    progressed = true;
    progressAt = now;
  }

  /** Whether any endpoint ever did. */
  boolean hasProgressed() {
    return progressed;
  }

  /** An endpoint asked to be left alone for so long. */
  void excuse(long now, long nanos) {
    long until = now + Math.min(nanos, longestExcuse);
    if (!excused || until - excusedUntil > 0) {
      excused = true;
      excusedUntil = until;
    }
  }

  /** Whether a call that began then has waited long enough. */
  boolean isOver(long startedAt, long now) {
    return nanosLeft(startedAt, now) <= 0;
  }

  long nanosLeft(long startedAt, long now) {
    long from = progressed && progressAt - startedAt > 0 ? progressAt : startedAt;
    long excuse = excused ? Math.min(Math.max(0, excusedUntil - from), longestExcuse) : 0;
    return from + excuse + nanos - now;
  }
}
