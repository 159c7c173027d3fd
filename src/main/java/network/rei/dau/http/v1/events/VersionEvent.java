package network.rei.dau.http.v1.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.v1.AsOfView;

/**
 * Event {@code version} of {@code /api/v1/events}: the data has changed.
 *
 * @param records how many are stored
 * @param sealedRecords how many of them are whole
 */
public record VersionEvent(
    long version, @JsonUnwrapped AsOfView asOf, long records, long sealedRecords) {

  public static VersionEvent of(Ledger ledger, long version) {
    return new VersionEvent(
        version,
        AsOfView.of(ledger),
        ledger.records().size(),
        ledger.records().stream().filter(record -> record.sealed()).count());
  }
}
