package network.rei.dau.ingest.run;

import network.rei.dau.ingest.WorkerObstacle;

/**
 * Decides whether the supervisor leaves its node because the node has an obstacle that another one
 * does not have. What the workers have registered is not enough: if all nodes have the obstacle,
 * they learn it, and that it has ended, at different times. So the others are asked to try, and
 * reply if they succeed. Time is counted in reminders, one every 2 s.
 */
final class HandOver {

  /** The reminders for which the node has the obstacle before the others are asked. */
  static final int REMINDERS_UNTIL_ASKED = 2;

  /**
   * An endpoint that failed is not tried again for 75 s at most, so that this node may learn only
   * then that an outage for all has ended, which the first reply has shown.
   */
  static final int REMINDERS_UNTIL_ENDPOINTS_ARE_TRIED = 38;

  private static final int NONE = -1;

  private final int confirmedAfter;
  private int reminders;
  private int firstReply = NONE;

  HandOver(WorkerObstacle obstacle) {
    confirmedAfter =
        switch (obstacle) {
          case STORE -> 0;
          case ENDPOINTS -> REMINDERS_UNTIL_ENDPOINTS_ARE_TRIED;
        };
  }

  /**
   * Counts a reminder.
   *
   * @param hindered whether this node has the obstacle, and another one may not have it
   * @return whether the others are to be asked
   */
  boolean reminderDue(boolean hindered) {
    if (!hindered) {
      forget();
      return false;
    }
    reminders++;
    return reminders >= REMINDERS_UNTIL_ASKED && (firstReply == NONE || isConfirmed());
  }

  /** Another node does not have the obstacle. Returns whether the supervisor leaves this one. */
  boolean replied() {
    if (reminders < REMINDERS_UNTIL_ASKED) {
      return false;
    }
    if (firstReply == NONE) {
      firstReply = reminders;
    }
    if (isConfirmed()) {
      forget();
      return true;
    }
    return false;
  }

  private boolean isConfirmed() {
    return reminders - firstReply >= confirmedAfter;
  }

  private void forget() {
    reminders = 0;
    firstReply = NONE;
  }
}
