package network.rei.dau.simulator.chain;

/**
 * A transaction as the truth sees it.
 *
 * @param from the sender: {@code 0x} and 40 lower-case hex digits
 * @param to the recipient in the same form, or null for a contract creation
 * @param nonce how many transactions the sender had before this one
 */
public record SimTransaction(String from, String to, long nonce) {

  public boolean createsContract() {
    return to == null;
  }
}
