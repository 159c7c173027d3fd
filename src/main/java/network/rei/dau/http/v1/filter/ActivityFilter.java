package network.rei.dau.http.v1.filter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.OrganicActivity;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.v1.view.UnavailableView;

/** Applies the filter of a request to the activity of windows. Not safe for several threads. */
public final class ActivityFilter {

  /** Metrics of new senders, which cannot be recognised where nonces do not count. */
  private static final Set<Metric> OF_NONCES =
      EnumSet.of(Metric.NEW_SENDERS, Metric.RETURNING_SENDERS, Metric.RESURRECTED_SENDERS);

  private static final LeftOutView NOTHING = LeftOutView.of(LeftOut.NOTHING);

  private final FilterParameter parameter;
  private final boolean countsNonces;
  private final LedgerFilter rules;
  private Optional<SystemRule> undecided = Optional.empty();

  /**
   * @param ledger that all activities are of
   */
  public ActivityFilter(FilterParameter parameter, FilterSettings settings, Ledger ledger) {
    this.parameter = parameter;
    this.countsNonces = settings.countsNonces();
    this.rules =
        ledger.filter(parameter == FilterParameter.ORGANIC ? settings.rules() : SystemRules.NONE);
  }

  /**
   * The activity of a window as the filter shows it.
   *
   * @param activity its counts are unknown if the filter cannot decide
   * @param leftOut null without a filter, and if the counts are unknown
   */
  public record Filtered(WindowActivity activity, LeftOutView leftOut) {}

  /** Returns the word that selects the filter. */
  public String key() {
    return parameter.key();
  }

  /**
   * Returns whether transactions may be left out, so that a window must be counted from records.
   */
  public boolean needsRecords() {
    return !rules.rules().isEmpty();
  }

  /** Returns the rules for the records of the ledger; none without a filter. */
  public LedgerFilter rules() {
    return rules;
  }

  /**
   * Applies the filter to a window.
   *
   * @param raw all of its activity, counted from records if {@link #needsRecords}
   */
  public Filtered apply(WindowActivity raw) {
    if (parameter == FilterParameter.RAW || !isCounted(raw)) {
      return new Filtered(raw, null);
    }
    if (!needsRecords()) {
      return new Filtered(raw, NOTHING);
    }
    OrganicActivity organic = rules.organic(raw.window());
    if (organic.counts().isPresent()) {
      return new Filtered(
          raw.withCounts(organic.counts().get()), LeftOutView.of(organic.leftOut()));
    }
    undecided = organic.undecided();
    return new Filtered(raw.unavailable(rules.decidedFrom()), null);
  }

  /**
   * Returns what the filter left out of all blocks from the first to the last of some periods whose
   * counts are known; null without a filter, or if none is known.
   *
   * @param periods windows of time, oldest first, as the filter shows them
   * @param records of the ledger
   */
  public LeftOutView leftOut(List<WindowActivity> periods, WindowLookup records) {
    List<WindowActivity> known = periods.stream().filter(WindowActivity::isKnown).toList();
    if (known.isEmpty()) {
      return null;
    }
    TimeWindow first = (TimeWindow) known.get(0).window();
    TimeWindow last = (TimeWindow) known.get(known.size() - 1).window();
    return apply(
            needsRecords()
                ? records.recorded(new TimeWindow(first.from(), last.to()))
                : known.get(0))
        .leftOut();
  }

  private static boolean isCounted(WindowActivity raw) {
    return raw.isKnown() && raw.availableFrom().isEmpty();
  }

  /**
   * Returns the view of the filter in an answer about something else than all transactions.
   *
   * @param leftOut what the {@link #rules} left out; empty if it is unknown
   */
  public AppliedFilterView applied(Optional<LeftOut> leftOut) {
    return new AppliedFilterView(
        key(), parameter == FilterParameter.RAW ? null : leftOut.map(LeftOutView::of).orElse(null));
  }

  /** Returns the metrics that are null whatever the window is. */
  public Set<Metric> unknown() {
    return countsNonces ? Set.of() : OF_NONCES;
  }

  /**
   * Returns the reasons for which some metrics are null.
   *
   * @param shown the metrics of the answer
   */
  public List<UnavailableView> unavailable(Set<Metric> shown) {
    List<UnavailableView> reasons = new ArrayList<>();
    if (!countsNonces) {
      UnavailableView.add(
          reasons,
          OF_NONCES,
          shown,
          "The nonces of this chain do not count transactions, so the first one of a sender cannot"
              + " be recognised.");
    }
    if (needsRecords()) {
      UnavailableView.add(
          reasons,
          Metric.ofDaysOnly(),
          shown,
          "The addresses of days are stored without a filter, so days cannot be compared with"
              + " one.");
    }
    undecided.ifPresent(
        rule ->
            UnavailableView.add(
                reasons,
                Metric.ofAnyWindow(),
                shown,
                ("The rule '%s' needs the type and the gas price of transactions, which records of"
                        + " an earlier version lack until their blocks are fetched again.")
                    .formatted(rule.name())));
    return reasons;
  }
}
