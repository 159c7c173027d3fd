package network.rei.dau.stats.answer;

import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The activity of a rolling window whose numbers are held ready.
 *
 * @param length of the window, such as {@code 24h}
 * @param countsNonces whether the nonces of the chain count transactions; if not, new senders are
 *     unknown
 */
public record PreparedWindow(String length, WindowActivity activity, boolean countsNonces) {}
