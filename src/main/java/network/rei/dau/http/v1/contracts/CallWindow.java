package network.rei.dau.http.v1.contracts;

import java.util.Optional;
import network.rei.dau.activity.contract.WindowCalls;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.AppliedFilterView;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/** The calls of the window of a request as its filter shows them. */
final class CallWindow {

  private final Ledger ledger;
  private final Optional<String> length;
  private final ActivityFilter filter;
  private final boolean countsNonces;
  private final WindowCalls calls;
  private final ActivityFilter.Filtered filtered;

  CallWindow(
      Ledger ledger, WindowParameter window, FilterParameter filter, FilterSettings settings) {
    this.ledger = ledger;
    this.length = window.length();
    this.filter = new ActivityFilter(filter, settings, ledger);
    this.countsNonces = settings.countsNonces();
    this.calls = WindowCalls.of(ledger, window.recordedIn(ledger), this.filter.rules());
    this.filtered = this.filter.apply(calls.activity());
  }

  /** Returns the rules of the filter. */
  LedgerFilter rules() {
    return filter.rules();
  }

  /** Returns the calls; empty if they are unknown. */
  Optional<WindowCalls> known() {
    return Optional.of(calls).filter(WindowCalls::isKnown);
  }

  /** Returns whether a transaction with nonce 0 is the first of its sender on this chain. */
  boolean countsNonces() {
    return countsNonces;
  }

  /** Returns the counts of all transactions that meet no rule; empty if they are unknown. */
  Optional<ActivityCounts> counts() {
    return Optional.of(filtered.activity())
        .filter(activity -> activity.isKnown() && activity.availableFrom().isEmpty())
        .map(activity -> activity.counts());
  }

  AsOfView asOf() {
    return AsOfView.of(ledger);
  }

  /** Returns the result, with the window in the name of a file. */
  Result over(Result result) {
    return result.over(calls.activity());
  }

  WindowBoundsView bounds() {
    return WindowBoundsView.of(calls.activity(), length);
  }

  CoverageView coverage() {
    return CoverageView.of(calls.activity());
  }

  UnknownView unknown() {
    return UnknownView.of(calls);
  }

  /** Returns what the filter left out of the window. */
  AppliedFilterView applied() {
    return new AppliedFilterView(filter.key(), filtered.leftOut());
  }

  /** Returns what the filter left out of the calls of a contract or a group. */
  AppliedFilterView applied(Target target) {
    return filter.applied(known().map(window -> window.leftOut(target.contracts())));
  }
}
