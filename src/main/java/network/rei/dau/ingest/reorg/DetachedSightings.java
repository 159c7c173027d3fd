package network.rei.dau.ingest.reorg;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import network.rei.dau.ingest.StoredBlock;

/**
 * Decides when detached records are to be deleted: when all checks over some minutes, several at
 * least, have found them. A single wrong head, or one endpoint that is preferred for a moment, does
 * not suffice. Not thread-safe.
 */
public final class DetachedSightings {

  static final int CHECKS = 3;

  /** Longer than a head may be old, so that one that stands still does not last as long. */
  static final Duration SPAN = DetachedRecords.FRESH.plusMinutes(2);

  /**
   * The checks that have found a segment, all since the first one.
   *
   * @param since the time of the first one
   */
  private record Sighting(Instant since, int checks) {

    private Sighting again() {
      return new Sighting(since, checks + 1);
    }

    private boolean suffices(Instant now) {
      return checks >= CHECKS && !now.isBefore(since.plus(SPAN));
    }
  }

  private Map<StoredBlock, Sighting> sightings = new HashMap<>();

  /**
   * Records what a check found.
   *
   * @param found from {@link DetachedRecords#find}
   * @return those of them to be deleted now. If that fails, they are seen for the first time again
   */
  public Set<StoredBlock> checked(Set<StoredBlock> found, Instant now) {
    Map<StoredBlock, Sighting> seen = new HashMap<>();
    for (StoredBlock block : found) {
      seen.put(block, sightings.getOrDefault(block, new Sighting(now, 0)).again());
    }
    Set<StoredBlock> due =
        seen.entrySet().stream()
            .filter(entry -> entry.getValue().suffices(now))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    seen.keySet().removeAll(due);
    sightings = seen;
    return due;
  }
}
