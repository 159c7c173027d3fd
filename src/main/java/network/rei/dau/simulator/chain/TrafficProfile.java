package network.rei.dau.simulator.chain;

import java.util.function.Consumer;

/**
 * The distribution of transactions over time and accounts.
 *
 * @param transactionsPerBlock the mean over a day of the Poisson-distributed transactions a block
 * @param population the number of established accounts, from which senders and recipients are drawn
 * @param skew the exponent of Zipf's law: with 0 all accounts are equally active, with 1 and more a
 *     few accounts are very active
 * @param newAccountShare the share of transactions, 0 to 1, that a new account sends
 * @param creationShare the share of transactions, 0 to 1, that create a contract
 * @param rhythm the daily variation: with 0 none, with 0.8 from 20 % to 180 % of the mean
 * @param peakHour the hour of the day, UTC, with the most transactions
 * @param denseDays blocks older than this number of days before the initial head have fewer
 *     transactions; 0 for no such blocks
 * @param sparseFactor the mean of the first block as a share of the mean; the share grows linearly
 *     to 1
 * @param dapps whether accounts call the contracts of {@link Dapps}, and a system sender exists
 */
public record TrafficProfile(
    double transactionsPerBlock,
    int population,
    double skew,
    double newAccountShare,
    double creationShare,
    double rhythm,
    int peakHour,
    int denseDays,
    double sparseFactor,
    boolean dapps) {

  public TrafficProfile {
    ChainSpec.check(
        transactionsPerBlock >= 0 && transactionsPerBlock <= 10_000,
        "transactionsPerBlock",
        transactionsPerBlock,
        "0 to 10000");
    ChainSpec.check(population >= 1, "population", population, "1 or more");
    ChainSpec.check(skew >= 0 && skew <= 3, "skew", skew, "0 to 3");
    ChainSpec.check(
        newAccountShare >= 0 && newAccountShare <= 1, "newAccountShare", newAccountShare, "0 to 1");
    ChainSpec.check(
        creationShare >= 0 && creationShare <= 1, "creationShare", creationShare, "0 to 1");
    ChainSpec.check(rhythm >= 0 && rhythm <= 1, "rhythm", rhythm, "0 to 1");
    ChainSpec.check(peakHour >= 0 && peakHour <= 23, "peakHour", peakHour, "0 to 23");
    ChainSpec.check(denseDays >= 0, "denseDays", denseDays, "0 or more");
    ChainSpec.check(sparseFactor >= 0, "sparseFactor", sparseFactor, "0 or more");
  }

  /** Returns a profile of 5 transactions a block from 20,000 accounts, without daily variation. */
  public static TrafficProfile steady() {
    return new TrafficProfile(5.018, 20_000, 0.5, 0.005, 0.01, 0, 14, 0, 1, false);
  }

  public TrafficProfile withTransactionsPerBlock(double mean) {
    return changed(copy -> copy.transactionsPerBlock = mean);
  }

  public TrafficProfile withPopulation(int accounts, double zipfExponent) {
    return changed(
        copy -> {
          copy.population = accounts;
          copy.skew = zipfExponent;
        });
  }

  public TrafficProfile withShares(double newAccounts, double creations) {
    return changed(
        copy -> {
          copy.newAccountShare = newAccounts;
          copy.creationShare = creations;
        });
  }

  public TrafficProfile withRhythm(double amplitude, int hourOfPeak) {
    return changed(
        copy -> {
          copy.rhythm = amplitude;
          copy.peakHour = hourOfPeak;
        });
  }

  public TrafficProfile withSparsePast(int daysDense, double factor) {
    return changed(
        copy -> {
          copy.denseDays = daysDense;
          copy.sparseFactor = factor;
        });
  }

  /** Lets accounts call dapps, and a system sender send transactions. */
  public TrafficProfile withDapps() {
    return changed(copy -> copy.dapps = true);
  }

  private TrafficProfile changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.build();
  }

  /** A copy whose values can be set. */
  private static final class Copy {

    private double transactionsPerBlock;
    private int population;
    private double skew;
    private double newAccountShare;
    private double creationShare;
    private double rhythm;
    private int peakHour;
    private int denseDays;
    private double sparseFactor;
    private boolean dapps;

    Copy(TrafficProfile original) {
      transactionsPerBlock = original.transactionsPerBlock;
      population = original.population;
      skew = original.skew;
      newAccountShare = original.newAccountShare;
      creationShare = original.creationShare;
      rhythm = original.rhythm;
      peakHour = original.peakHour;
      denseDays = original.denseDays;
      sparseFactor = original.sparseFactor;
      dapps = original.dapps;
    }

    TrafficProfile build() {
      return new TrafficProfile(
          transactionsPerBlock,
          population,
          skew,
          newAccountShare,
          creationShare,
          rhythm,
          peakHour,
          denseDays,
          sparseFactor,
          dapps);
    }
  }
}
