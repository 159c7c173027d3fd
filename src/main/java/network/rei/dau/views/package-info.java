/**
 * The JSON shapes that leave us: the answers of the API, {@code statistics.json} and {@code
 * history.json}. Pure: a ledger goes in, bytes come out.
 *
 * <p>May use {@code activity}.
 */
package network.rei.dau.views;
