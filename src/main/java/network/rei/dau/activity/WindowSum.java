package network.rei.dau.activity;

/**
 * What is known of a window, and the sets behind it.
 *
 * @param activity its numbers
 * @param sum of the stored blocks
 */
record WindowSum(WindowActivity activity, ActivitySum sum) {}
