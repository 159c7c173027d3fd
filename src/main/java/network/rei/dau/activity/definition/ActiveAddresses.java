package network.rei.dau.activity.definition;

import java.util.OptionalLong;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.AddressRoles;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.rule.SystemRules;
import org.roaringbitmap.RoaringBitmap;

/**
 * The addresses of a window that the definitions count.
 *
 * @param roles of the addresses in all transactions
 * @param withoutSystem the number of addresses in the transactions that meet no rule; empty if the
 *     rules cannot decide
 */
public record ActiveAddresses(AddressRoles roles, OptionalLong withoutSystem) {

  /**
   * Returns the addresses of a window whose blocks are in memory.
   *
   * @param rules for the transactions of the system
   */
  public static ActiveAddresses of(Ledger ledger, Window window, SystemRules rules) {
    AddressRoles roles = ledger.roles(window);
    return new ActiveAddresses(
        roles,
        rules.isEmpty()
            ? OptionalLong.of(RoaringBitmap.orCardinality(roles.senders(), roles.recipients()))
            : ledger.filter(rules).organic(window).counts().stream()
                .mapToLong(ActivityCounts::addresses)
                .findFirst());
  }
}
