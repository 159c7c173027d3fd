package network.rei.dau.chain.endpoint;

import java.util.Arrays;

/** Formats block numbers for messages. */
final class BlockNumberText {

  private static final int MAX_RUNS = 8;

  private BlockNumberText() {}

  /**
   * Returns "block 17" or "blocks 17, 19-23, ...": sorted, neighbours joined, of bounded length.
   */
  static String of(long[] numbers) {
    long[] sorted = Arrays.stream(numbers).sorted().distinct().toArray();
    StringBuilder text = new StringBuilder(sorted.length == 1 ? "block " : "blocks ");
    int runs = 0;
    for (int i = 0; i < sorted.length; ) {
      int end = i;
      while (end + 1 < sorted.length && sorted[end + 1] == sorted[end] + 1) {
        end++;
      }
      if (runs == MAX_RUNS) {
        return text.append(", ... (").append(sorted.length).append(" blocks)").toString();
      }
      text.append(runs == 0 ? "" : ", ").append(sorted[i]);
      if (end > i) {
        text.append(end == i + 1 ? ", " : "-").append(sorted[end]);
      }
      runs++;
      i = end + 1;
    }
    return text.toString();
  }
}
