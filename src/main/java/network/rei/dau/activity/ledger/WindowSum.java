package network.rei.dau.activity.ledger;

/**
 * The activity of a window with its sets of addresses.
 *
 * @param activity the counts of the window
 * @param sum the sets of its stored blocks
 */
public record WindowSum(WindowActivity activity, ActivitySum sum) {}
