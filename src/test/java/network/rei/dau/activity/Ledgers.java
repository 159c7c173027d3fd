package network.rei.dau.activity;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;

/** Changes of ledgers whose records are all in memory, without tracked contracts. */
public final class Ledgers {

  private Ledgers() {}

  /** Returns the change of a commit. */
  public static LedgerChange change(
      Ledger before, Collection<StoredRecord> added, LedgerChange.Removal removal) {
    return LedgerChange.of(
        before, added, removal, index -> Optional.empty(), ContractTracking.NONE);
  }

  /** Returns the change that stores the complete periods that are not stored yet. */
  public static LedgerChange derivingPeriods(Ledger ledger) {
    return LedgerChange.derivingPeriods(ledger, index -> Optional.empty(), ContractTracking.NONE);
  }

  /** Returns the distinct senders and recipients of a record, sorted. */
  public static List<Address> addresses(LedgerRecord record) {
    return record.addresses(0, Math.toIntExact(record.counts().addresses()));
  }
}
