package network.rei.dau.simulator.chain;

import java.util.HexFormat;

/**
 * What a transaction does, which follows from its recipient and the pseudo-random values of the
 * transaction: every fourth account is a contract, and each contract is called by three functions.
 *
 * @param input of the transaction
 * @param movesValue whether its value may be above 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CallKind(byte[] input, boolean movesValue) {

  private static final int INPUT_WORD = 12;
  private static final int CONTRACT_SHARE = 4;
  private static final int FUNCTIONS = 3;

  private static final byte[] NONE = {};
  private static final String ARGUMENTS = "0".repeat(62) + "2a";
  private static final byte[] CREATION =
      HexFormat.of().parseHex("608060405234801561001057600080fd5b5061012b806100206000396000f3fe");

  /** transfer, approve and transferFrom of a token. */
  private static final CallKind[] TOKEN = {
    call("a9059cbb", false), call("095ea7b3", false), call("23b872dd", false)
  };

  /** Swaps of tokens and of value, and adding liquidity, of an exchange. */
  private static final CallKind[] EXCHANGE = {
    call("38ed1739", false), call("7ff36ab5", true), call("e8e33700", false)
  };

  /** Functions of other contracts. */
  private static final CallKind[] OTHER = others(48);

  private static final CallKind TRANSFER = new CallKind(NONE, true);
  private static final CallKind CREATE = new CallKind(CREATION, false);

  /**
   * Returns the kind of a transaction.
   *
   * @param recipient an account, or {@link ChainView#NO_ACCOUNT}
   * @param key of the pseudo-random values of the transaction
   */
  static CallKind of(int recipient, long key) {
    if (recipient == ChainView.NO_ACCOUNT) {
      return CREATE;
    }
    if (!isContract(recipient)) {
      return TRANSFER;
    }
    int function = (int) ((HashRandom.word(key, INPUT_WORD) >>> 1) % FUNCTIONS);
    return switch (recipient / CONTRACT_SHARE % 3) {
      case 0 -> TOKEN[function];
      case 1 -> EXCHANGE[function];
      default -> OTHER[(recipient + function) % OTHER.length];
    };
  }

  /** Returns whether the transactions to an account are calls of a contract. */
  static boolean isContract(int account) {
    return account % CONTRACT_SHARE == 1;
  }

  private static CallKind call(String selector, boolean payable) {
    return new CallKind(HexFormat.of().parseHex(selector + ARGUMENTS), payable);
  }

  private static CallKind[] others(int count) {
    CallKind[] kinds = new CallKind[count];
    for (int i = 0; i < count; i++) {
      kinds[i] =
          call(HexFormat.of().toHexDigits((int) HashRandom.word(HashRandom.CALL, i)), i % 5 == 0);
    }
    return kinds;
  }

  boolean isCall() {
    return input.length > 0 && input != CREATION;
  }
}
