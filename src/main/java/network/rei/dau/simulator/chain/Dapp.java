package network.rei.dau.simulator.chain;

import java.util.List;

/**
 * A dapp of a simulated chain: contracts that accounts call, more at some times than at others.
 *
 * @param name of the dapp and of the group of its contracts
 * @param contracts the accounts of its contracts, the most called one first
 * @param roles of the contracts, such as {@code router}
 * @param weight its share of the calls among all weights
 * @param entry its share of the first calls of new accounts among all entries
 * @param rhythm the daily variation of its weight, as that of a {@link TrafficProfile}
 * @param peakHour the hour of the day, UTC, with the most calls
 * @param weekend the factor of its weight on Saturdays and Sundays
 * @param campaign whether it is called almost only during the {@link Dapps#campaign}
 */
record Dapp(
    String name,
    List<Integer> contracts,
    List<String> roles,
    double weight,
    double entry,
    double rhythm,
    int peakHour,
    double weekend,
    boolean campaign) {

  private static final double OUTSIDE_CAMPAIGN = 0.02;

  Dapp {
    contracts = List.copyOf(contracts);
    roles = List.copyOf(roles);
  }

  /** Returns the factor of the weight at a time, on the mean of a working day 1. */
  double activity(Dapps.Moment moment) {
    double angle = 2 * Math.PI * (moment.hour() - peakHour) / 24;
    return (1 + rhythm * Math.cos(angle))
        * (moment.weekend() ? weekend : 1)
        * (campaign && !moment.campaign() ? OUTSIDE_CAMPAIGN : 1);
  }
}
