package network.rei.dau.simulator.chain;

/**
 * A transaction of a simulated chain.
 *
 * @param from the sender: {@code 0x} and 40 lower-case hex digits
 * @param to the recipient in the same form, or null for a contract creation
 * @param nonce the number of earlier transactions of the sender
 */
public record SimTransaction(String from, String to, long nonce) {}
