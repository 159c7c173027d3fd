package network.rei.dau.http.embed.picture;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The axis of values, from 0 to the last tick.
 *
 * @param step from one tick to the next
 * @param steps number of them; the last tick is not below any value
 */
record ValueAxis(double step, int steps) {

  private static final double[] ROUND = {1, 2, 5, 10};

  /**
   * Returns the axis for values.
   *
   * @param highest value, not negative
   * @param whole whether all values are whole numbers, so that ticks are
   * @param maxSteps that have space
   */
  static ValueAxis of(double highest, boolean whole, int maxSteps) {
    double least = highest <= 0 ? 1 : highest / maxSteps;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double step = power;
    for (double round : ROUND) {
      step = round * power;
      // a quotient such as 3.0000000000000004 is not more than 3
      if (step * (1 + 1e-9) >= least) {
        break;
      }
    }
    step = whole ? Math.max(1, step) : step;
    return new ValueAxis(step, Math.max(1, (int) Math.ceil(highest / step - 1e-9)));
  }

  double top() {
    return step * steps;
  }

  /** Returns all ticks, 0 first. */
  List<Double> ticks() {
    return LongStream.rangeClosed(0, steps).mapToObj(n -> n * step).toList();
  }
}
