package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.ConcentrationView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/contracts/{address}/concentration}: how unequally the calls of a contract or a
 * group in a window are shared among its users.
 */
record ContractConcentrationView(
    @JsonUnwrapped AsOfView asOf,
    TargetView contract,
    WindowBoundsView window,
    @JsonUnwrapped Row row,
    @JsonUnwrapped CoverageView coverage,
    @JsonUnwrapped UnknownView unknown,
    @JsonUnwrapped AppliedFilterView applied) {

  /**
   * The row of the table. All values are null if the calls of the window are unknown.
   *
   * @param users distinct senders of the calls
   * @param transactions the calls
   * @param concentration of the calls among the users
   */
  record Row(Long users, Long transactions, @JsonUnwrapped ConcentrationView concentration) {

    static Row of(Optional<Concentration> known) {
      return new Row(
          known.map(Concentration::senders).orElse(null),
          known.map(Concentration::transactions).orElse(null),
          ConcentrationView.of(known));
    }
  }

  /**
   * Returns the view.
   *
   * @param known empty if the calls of the window are unknown
   */
  static ContractConcentrationView of(
      CallWindow window, Target target, Optional<Concentration> known) {
    return new ContractConcentrationView(
        window.asOf(),
        TargetView.of(target),
        window.bounds(),
        Row.of(known),
        window.coverage(),
        window.unknown(),
        window.applied(target));
  }
}
