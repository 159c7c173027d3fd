package network.rei.dau.views;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import network.rei.dau.activity.Ledger;

/**
 * Event {@code version} of {@code /api/v1/events}: the data has changed.
 *
 * @param records how many are stored
 * @param sealedRecords how many of them are whole
 */
public record VersionEvent(
    long version, @JsonUnwrapped AsOfView asOf, long records, long sealedRecords)
    implements ApiView {

  public static VersionEvent of(Ledger ledger, long version) {
    return new VersionEvent(
        version,
        AsOfView.of(ledger),
        ledger.records().size(),
        ledger.records().stream().filter(record -> record.sealed()).count());
  }
}
