package network.rei.dau.activity.ledger.count;

import java.util.Arrays;

/** The best of many numbers, up to a limit: a binary heap whose root is the worst of them. */
public final class BestNumbers {

  private static final int FIRST_CAPACITY = 64;

  private final int limit;
  private final Order order;
  private int[] heap;
  private int size;

  /** A strict order of distinct numbers. */
  @FunctionalInterface
  public interface Order {

    boolean isBetter(int number, int other);
  }

  /**
   * @param limit how many numbers are kept at most
   */
  public BestNumbers(int limit, Order order) {
    this.limit = limit;
    this.order = order;
    this.heap = new int[Math.min(limit, FIRST_CAPACITY)];
  }

  /** Adds a number if it is among the best so far. */
  public void offer(int number) {
    if (size < limit) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, (int) Math.min(limit, 2L * size));
      }
      raise(number, size++);
    } else if (limit > 0 && order.isBetter(number, heap[0])) {
      sink(number);
    }
  }

  /** Removes all numbers and returns them, the best first. */
  public int[] takeSorted() {
    int[] sorted = new int[size];
    while (size > 0) {
      sorted[size - 1] = heap[0];
      size--;
      sink(heap[size]);
    }
    return sorted;
  }

  /** Puts a number at a place, or above it if it is worse than its parent. */
  private void raise(int number, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (!order.isBetter(heap[parent], number)) {
        break;
      }
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = number;
  }

  /** Puts a number at the root, or below it if a child is worse. */
  private void sink(int number) {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && order.isBetter(heap[child], heap[child + 1])) {
        child++;
      }
      if (!order.isBetter(number, heap[child])) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = number;
  }
}
