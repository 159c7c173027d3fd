package network.rei.dau.simulator.chain;

/**
 * A transaction of a simulated chain.
 *
 * @param from the sender: {@code 0x} and 40 lower-case hex digits
 * @param to the recipient in the same form, or null for a contract creation
 * @param nonce the number of earlier transactions of the sender
 * @param type 0 or 2
 * @param gasPrice in wei; 0 for a free transaction
 * @param value in wei
 * @param input {@code 0x} and lower-case hex digits
 */
public record SimTransaction(
    String from, String to, long nonce, int type, long gasPrice, long value, String input) {}
