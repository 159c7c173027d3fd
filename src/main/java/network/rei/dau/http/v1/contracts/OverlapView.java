package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import network.rei.dau.activity.contract.Overlap;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/overlap}: the users that each two of several contracts or groups share in a
 * window.
 *
 * @param groups in the order of the request
 * @param pairs each two of them, once
 */
record OverlapView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    List<TargetView> groups,
    List<Pair> pairs,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * Two contracts or groups. All numbers are null if they are unknown.
   *
   * @param a an address, or {@code group:} and a name
   * @param usersOfA distinct senders of calls of A
   * @param usersOfB distinct senders of calls of B
   * @param both users of A and of B
   * @param onlyA users of A that are not users of B
   * @param onlyB users of B that are not users of A
   * @param fromAToB users of both whose first call of B comes after their first call of A
   * @param fromBToA users of both whose first call of A comes after their first call of B
   */
  record Pair(
      String a,
      String b,
      Long usersOfA,
      Long usersOfB,
      Long both,
      Long onlyA,
      Long onlyB,
      Long fromAToB,
      Long fromBToA) {

    static Pair of(Target a, Target b, Optional<Overlap> overlap) {
      return overlap
          .map(
              known ->
                  new Pair(
                      a.key(),
                      b.key(),
                      known.usersOfA(),
                      known.usersOfB(),
                      known.both(),
                      known.onlyA(),
                      known.onlyB(),
                      known.fromAToB(),
                      known.fromBToA()))
          .orElse(new Pair(a.key(), b.key(), null, null, null, null, null, null, null));
    }
  }

  /**
   * Returns the view.
   *
   * @param overlaps returns what two targets share, by their places; empty if it is unknown
   */
  static OverlapView of(
      CallWindow window,
      List<Target> targets,
      Optional<BiFunction<Integer, Integer, Overlap>> overlaps) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < targets.size(); row++) {
      for (int column = row + 1; column < targets.size(); column++) {
        int a = row;
        int b = column;
        pairs.add(
            Pair.of(targets.get(a), targets.get(b), overlaps.map(known -> known.apply(a, b))));
      }
    }
    return new OverlapView(
        window.asOf(),
        window.bounds(),
        targets.stream().map(TargetView::of).toList(),
        pairs,
        window.coverage(),
        window.unknown(),
        window.applied());
  }
}
