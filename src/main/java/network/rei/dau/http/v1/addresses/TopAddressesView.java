package network.rei.dau.http.v1.addresses;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.TransactionCountsByAddress;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;
import network.rei.dau.http.v1.TableView;
import network.rei.dau.http.v1.WindowBoundsView;

/**
 * {@code GET /api/v1/addresses/top}: the busiest addresses of a window.
 *
 * @param by what they are ranked by
 * @param total how many addresses have any, beyond paging
 */
public record TopAddressesView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    String by,
    @JsonUnwrapped CoverageView coverage,
    long total,
    List<Ranked> addresses)
    implements TableView<TopAddressesView.Ranked> {

  /**
   * An address.
   *
   * @param rank 1 is the busiest
   * @param sent transactions as sender
   * @param received transactions as recipient
   * @param total as either; a transaction to oneself counts once
   */
  public record Ranked(int rank, Address address, long sent, long received, long total) {}

  /**
   * The answer of one page.
   *
   * @param length of a rolling window, as it was asked for
   * @param busiest in order, from the first rank on
   * @param from the place of the first to list
   */
  public static TopAddressesView of(
      Ledger ledger,
      WindowActivity activity,
      Optional<String> length,
      String by,
      long total,
      List<TransactionCountsByAddress.Entry> busiest,
      int from) {
    return new TopAddressesView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        by,
        CoverageView.of(activity),
        total,
        IntStream.range(Math.min(from, busiest.size()), busiest.size())
            .mapToObj(place -> ranked(busiest.get(place), place + 1))
            .toList());
  }

  @Override
  public Class<Ranked> rowType() {
    return Ranked.class;
  }

  @Override
  public List<Ranked> rows() {
    return addresses;
  }

  private static Ranked ranked(TransactionCountsByAddress.Entry entry, int rank) {
    return new Ranked(
        rank,
        entry.address(),
        entry.transactions().sent(),
        entry.transactions().received(),
        entry.transactions().total());
  }
}
