package network.rei.dau.activity.ledger;

import java.util.Arrays;
import network.rei.dau.activity.concentration.Concentration;

/**
 * The number of transactions of each sender, by the numbers of addresses, in one window after the
 * other. A window costs time for its own senders only, because the same array is used for all
 * windows and only the counts of these senders are set to 0 again. Not thread-safe.
 */
public final class TransactionsByNumber {

  /** By the numbers of addresses. */
  private final int[] sent;

  /** The numbers of the senders of the present window. */
  private int[] senders = new int[1024];

  private int senderCount;

  /**
   * @param addresses the numbers are below it
   */
  public TransactionsByNumber(int addresses) {
    this.sent = new int[addresses];
  }

  /** Adds transactions of a sender, at least one. */
  public void add(int number, int transactions) {
    if (sent[number] == 0) {
      if (senderCount == senders.length) {
        senders = Arrays.copyOf(senders, 2 * senderCount);
      }
      senders[senderCount++] = number;
    }
    sent[number] += transactions;
  }

  /** Returns the concentration of the transactions that were added, and begins a new window. */
  public Concentration takeConcentration() {
    int[] counts = new int[senderCount];
    for (int i = 0; i < senderCount; i++) {
      counts[i] = sent[senders[i]];
      sent[senders[i]] = 0;
    }
    senderCount = 0;
    return Concentration.of(counts);
  }
}
