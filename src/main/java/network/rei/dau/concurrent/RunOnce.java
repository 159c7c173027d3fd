package network.rei.dau.concurrent;

import java.lang.ref.Cleaner;

/**
 * Runs an action once: when this is run for the first time, or after it has become unreachable, so
 * that what the action releases is not lost with a holder that was stopped before it ran it.
 */
public final class RunOnce implements Runnable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Cleaner.Cleanable action;

  /**
   * @param action must not refer to this object or to its holder, which it would keep reachable
   */
  public RunOnce(Runnable action) {
    this.action = CLEANER.register(this, action);
  }

  @Override
  public void run() {
    action.clean();
  }
}
