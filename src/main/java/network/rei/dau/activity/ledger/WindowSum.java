package network.rei.dau.activity.ledger;

/**
 * What is known of a window, and the sets behind it.
 *
 * @param activity its numbers
 * @param sum of the stored blocks
 */
public record WindowSum(WindowActivity activity, ActivitySum sum) {}
