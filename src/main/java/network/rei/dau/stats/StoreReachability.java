package network.rei.dau.stats;

import java.util.Optional;
import network.rei.dau.storage.StoreUnavailableException;

/**
 * Whether the server of a shared store can be reached from this node. A server that answers slowly
 * is reached; while nothing is heard of it, a connection of its own shows whether it still is.
 */
final class StoreReachability {

  /** After this many ticks without news a probe is due. */
  static final int TICKS_UNTIL_PROBE = 5;

  private boolean isReached = true;
  private int ticks;
  private boolean probing;

  /** Returns whether the server can be reached. */
  boolean isReached() {
    return isReached;
  }

  /** The store has answered. */
  void answered() {
    isReached = true;
    ticks = 0;
  }

  /** A request has failed; most failures are answers, too. */
  void failed(Throwable cause) {
    if (cause instanceof StoreUnavailableException unavailable && unavailable.isServerAway()) {
      isReached = false;
      ticks = 0;
    } else {
      answered();
    }
  }

  /** A second has passed. Returns whether a probe is due, which is in progress from then on. */
  boolean tick() {
    ticks++;
    if (probing || ticks < TICKS_UNTIL_PROBE) {
      return false;
    }
    probing = true;
    return true;
  }

  /** The probe has ended. */
  void probed(Optional<Throwable> cause) {
    probing = false;
    cause.ifPresentOrElse(this::failed, this::answered);
  }
}
