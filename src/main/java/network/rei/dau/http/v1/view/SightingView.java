package network.rei.dau.http.v1.view;

import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.ledger.count.AddressActivity;

/** A block and its timestamp. */
public record SightingView(long block, Instant time) {

  /** Returns the view of a block; null without one. */
  public static SightingView of(Optional<AddressActivity.Sighting> sighting) {
    return sighting
        .map(seen -> new SightingView(seen.block(), Instant.ofEpochSecond(seen.timestamp())))
        .orElse(null);
  }
}
