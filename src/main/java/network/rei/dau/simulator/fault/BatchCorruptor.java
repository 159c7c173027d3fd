package network.rei.dau.simulator.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.rei.dau.simulator.node.RpcReply;

/** Applies defects to the array of replies to a batch. */
public final class BatchCorruptor {

  private static final int EVERY = 3;
  private static final String UNKNOWN_ID = "987654321";

  private BatchCorruptor() {}

  public static List<RpcReply> apply(Fault.BatchDefect defect, List<RpcReply> replies) {
    List<RpcReply> corrupted = new ArrayList<>(replies.size());
    if (defect == Fault.BatchDefect.OUT_OF_ORDER) {
      corrupted.addAll(replies);
      Collections.reverse(corrupted);
      return corrupted;
    }
    for (int i = 0; i < replies.size(); i++) {
      RpcReply reply = replies.get(i);
      boolean affected = i % EVERY == 0;
      switch (defect) {
        case MISSING_IDS -> corrupted.add(affected ? reply.withId(null) : reply);
        case FOREIGN_IDS -> corrupted.add(affected ? reply.withId(UNKNOWN_ID) : reply);
        case OTHER_IDS -> corrupted.add(reply.withId(UNKNOWN_ID));
        case DUPLICATED_IDS ->
            corrupted.add(i % 2 == 1 ? reply.withId(replies.get(i - 1).id()) : reply);
        default -> {
          if (!affected) {
            corrupted.add(reply);
          }
        }
      }
    }
    return corrupted;
  }
}
