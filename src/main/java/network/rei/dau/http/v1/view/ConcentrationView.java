package network.rei.dau.http.v1.view;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import network.rei.dau.activity.concentration.Concentration;

/**
 * How unequally transactions are shared among their senders; null where that is unknown, and
 * without transactions.
 *
 * @param top10Share share of the transactions that the 10 busiest senders sent, from 0 to 1
 * @param top100Share share of the transactions that the 100 busiest senders sent
 * @param top1PercentShare share of the transactions that the busiest 1 % of the senders sent,
 *     rounded up to whole senders
 * @param sendersOfHalf the smallest number of senders that sent at least half of the transactions
 * @param sendersOf80Percent the smallest number of senders that sent at least 80 % of them
 * @param gini the Gini coefficient of the transactions of each sender
 */
public record ConcentrationView(
    Double top10Share,
    Double top100Share,
    Double top1PercentShare,
    Long sendersOfHalf,
    Long sendersOf80Percent,
    Double gini) {

  /** Returns the view of a concentration; empty if it is unknown. */
  public static ConcentrationView of(Optional<Concentration> known) {
    return new ConcentrationView(
        real(known, Concentration::top10Share),
        real(known, Concentration::top100Share),
        real(known, Concentration::top1PercentShare),
        whole(known, Concentration::sendersOfHalf),
        whole(known, Concentration::sendersOf80Percent),
        real(known, Concentration::gini));
  }

  private static Double real(
      Optional<Concentration> known, Function<Concentration, OptionalDouble> figure) {
    OptionalDouble value = known.map(figure).orElse(OptionalDouble.empty());
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Long whole(
      Optional<Concentration> known, Function<Concentration, OptionalLong> figure) {
    OptionalLong value = known.map(figure).orElse(OptionalLong.empty());
    return value.isPresent() ? value.getAsLong() : null;
  }
}
