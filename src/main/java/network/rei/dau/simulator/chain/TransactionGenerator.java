package network.rei.dau.simulator.chain;

/** Draws the number of transactions of a block and their established accounts. */
final class TransactionGenerator {

  private static final double POISSON_STEP = 30;
  private static final int HOURS = 24;
  private static final int SECONDS_AN_HOUR = 3600;

  private final TrafficProfile traffic;
  private final long first;
  private final long denseFrom;
  private final double[] meanByHour = new double[HOURS];
  private final double zipfSpan;

  /**
   * @param first the timestamp of the first block
   * @param denseFrom blocks with a lower timestamp have fewer transactions, the older the fewer
   */
  TransactionGenerator(TrafficProfile traffic, long first, long denseFrom) {
    this.traffic = traffic;
    this.first = first;
    this.denseFrom = denseFrom;
    for (int hour = 0; hour < HOURS; hour++) {
      double angle = 2 * Math.PI * (hour - traffic.peakHour()) / HOURS;
      meanByHour[hour] = traffic.transactionsPerBlock() * (1 + traffic.rhythm() * Math.cos(angle));
    }
    double ranks = traffic.population() + 1.0;
    zipfSpan = traffic.skew() == 1 ? Math.log(ranks) : Math.pow(ranks, 1 - traffic.skew()) - 1;
  }

  /**
   * Draws a Poisson-distributed number of transactions (Knuth's product of uniforms).
   *
   * @param volume the factor of the mean
   */
  int transactions(long timestamp, double volume, Draws draws) {
    double mean = volume * meanByHour[(int) (timestamp / SECONDS_AN_HOUR % HOURS)];
    if (timestamp < denseFrom) {
      double grown = Math.max(0, timestamp - first) / (double) (denseFrom - first);
      mean *= traffic.sparseFactor() + (1 - traffic.sparseFactor()) * Math.min(1, grown);
    }
    int count = 0;
    for (; mean > POISSON_STEP; mean -= POISSON_STEP) {
      count += poisson(POISSON_STEP, draws);
    }
    return count + poisson(mean, draws);
  }

  private static int poisson(double mean, Draws draws) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = draws.next(); product > limit; product *= draws.next()) {
      count++;
    }
    return count;
  }

  /** Draws an established account, 0 to population - 1, by inverting Zipf's law. */
  int account(Draws draws) {
    double u = draws.next();
    double skew = traffic.skew();
    double rank;
    if (skew == 0) {
      rank = 1 + u * traffic.population();
    } else if (skew == 1) {
      rank = Math.exp(u * zipfSpan);
    } else {
      rank = Math.pow(1 + u * zipfSpan, 1 / (1 - skew));
    }
    return Math.min(traffic.population(), Math.max(1, (int) rank)) - 1;
  }

  /** A sequence of fractions in [0, 1) of one key. */
  static final class Draws {
    private long key;
    private int index;

    void restart(long newKey) {
      key = newKey;
      index = 0;
    }

    double next() {
      return HashRandom.fraction(key, index++);
    }
  }
}
