package network.rei.dau.simulator.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.rei.dau.simulator.node.RpcItem;

/** Disturbs the array that answers a batch. */
public final class BatchReordering {

  private static final int EVERY = 3;
  private static final String FOREIGN_ID = "987654321";

  private BatchReordering() {}

  public static List<RpcItem> apply(Fault.Shuffle how, List<RpcItem> items) {
    List<RpcItem> shuffled = new ArrayList<>(items.size());
    if (how == Fault.Shuffle.OUT_OF_ORDER) {
      shuffled.addAll(items);
      Collections.reverse(shuffled);
      return shuffled;
    }
    for (int i = 0; i < items.size(); i++) {
      RpcItem item = items.get(i);
      boolean struck = i % EVERY == 0;
      switch (how) {
        case MISSING_IDS -> shuffled.add(struck ? item.withId(null) : item);
        case FOREIGN_IDS -> shuffled.add(struck ? item.withId(FOREIGN_ID) : item);
        case DUPLICATED_IDS -> shuffled.add(i % 2 == 1 ? item.withId(items.get(i - 1).id()) : item);
        default -> {
          if (!struck) {
            shuffled.add(item);
          }
        }
      }
    }
    return shuffled;
  }
}
