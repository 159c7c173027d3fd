package network.rei.dau.http.v1.definitions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.definition.ActiveAddressDefinition;
import network.rei.dau.activity.definition.ActiveAddresses;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.WindowBoundsView;

/**
 * {@code GET /api/v1/definitions}: the active addresses of a window by several definitions.
 *
 * @param availableFrom null unless nothing can be counted, because blocks of the window are
 *     deleted, not fetched or not in memory: the first time from which windows can be counted
 */
record DefinitionsView(
    @JsonUnwrapped AsOfView asOf,
    WindowBoundsView window,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom,
    List<Entry> definitions) {

  /**
   * A definition and its number.
   *
   * @param definition its key
   * @param publisher of the number
   * @param metric the name under which it is published
   * @param formula what is counted
   * @param source URL of the definition
   * @param value the active addresses; null if they are unknown
   * @param difference from the {@code addresses} of this service; null with {@code value}
   * @param relativeDifference the difference divided by {@code addresses}, such as -0.25 for a
   *     quarter less; null with {@code value}, and without addresses
   * @param explanation of the difference; null with {@code value}
   * @param unknownBecause the reason why {@code value} is null; null if it is not
   */
  record Entry(
      String definition,
      String publisher,
      String metric,
      String formula,
      String source,
      Long value,
      Long difference,
      Double relativeDifference,
      String explanation,
      String unknownBecause) {}

  /**
   * Returns the view of one window.
   *
   * @param length of a rolling window, as the client wrote it
   * @param known empty if the transactions of the window are unknown
   */
  static DefinitionsView of(
      Ledger ledger,
      WindowActivity activity,
      Optional<String> length,
      Optional<ActiveAddresses> known) {
    return new DefinitionsView(
        AsOfView.of(ledger),
        WindowBoundsView.of(activity, length),
        CoverageView.of(activity),
        CoverageView.availableFrom(activity),
        Arrays.stream(ActiveAddressDefinition.values())
            .map(definition -> entry(definition, activity.counts().addresses(), known))
            .toList());
  }

  private static Entry entry(
      ActiveAddressDefinition definition, long addresses, Optional<ActiveAddresses> known) {
    OptionalLong counted = known.map(definition::value).orElse(OptionalLong.empty());
    Optional<Long> value = counted.stream().boxed().findFirst();
    Optional<Long> difference = value.map(number -> number - addresses);
    return new Entry(
        definition.key(),
        definition.publisher(),
        definition.metric(),
        definition.formula(),
        definition.source(),
        value.orElse(null),
        difference.orElse(null),
        difference
            .filter(number -> addresses > 0)
            .map(number -> (double) number / addresses)
            .orElse(null),
        difference.map(definition::explanation).orElse(null),
        value.isPresent()
            ? null
            : known
                .map(window -> definition.unknownReason())
                .orElse(UnknownReason.NOT_IN_MEMORY)
                .key());
  }
}
