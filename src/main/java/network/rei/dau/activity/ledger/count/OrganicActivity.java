package network.rei.dau.activity.ledger.count;

import java.util.Optional;
import network.rei.dau.activity.rule.SystemRule;

/**
 * The activity of a window without the transactions of the system.
 *
 * @param counts over the other transactions; the blocks are all of the window. Empty if they are
 *     unknown because of {@code undecided}
 * @param leftOut what the rules left out; the addresses are senders and recipients. Nothing if it
 *     is unknown
 * @param undecided a rule that needs details that a record of the window lacks
 */
public record OrganicActivity(
    Optional<ActivityCounts> counts, LeftOut leftOut, Optional<SystemRule> undecided) {}
