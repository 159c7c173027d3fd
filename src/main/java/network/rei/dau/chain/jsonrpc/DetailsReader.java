package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import network.rei.dau.activity.block.TransactionKind;

/**
 * Reads what the details of a transaction need, besides its type. They are unknown if the
 * transaction has no input or no value in the form of an Ethereum transaction, as those that hold a
 * list of calls (Tempo). Can be used again for the next transaction.
 */
final class DetailsReader {

  private static final int INPUT = 1;
  private static final int VALUE = 1 << 1;
  private static final int PRICE = 1 << 2;
  private static final int NEEDED = INPUT | VALUE;

  private static final int SELECTOR_DIGITS = 8;

  private int known;
  private int inputDigits;
  private int selector;
  private boolean movesValue;
  private boolean paid;

  /** Removes the fields. */
  void clear() {
    known = 0;
    inputDigits = 0;
    selector = 0;
    movesValue = false;
    paid = false;
  }

  /**
   * Reads the value of a key that the parser is at the start of, if details need it. The parser
   * stays there, so that the value can be read again.
   */
  void read(String key, JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      return;
    }
    switch (key) {
      case "input" -> input(json);
      case "data" -> {
        if ((known & INPUT) == 0) {
          input(json);
        }
      }
      case "value" -> {
        int digits = significantDigits(json);
        movesValue = digits > 0;
        known = digits < 0 ? known & ~VALUE : known | VALUE;
      }
      case "gasPrice", "maxFeePerGas" -> {
        int digits = significantDigits(json);
        paid |= digits != 0;
        known |= PRICE;
      }
      default -> {}
    }
  }

  /** Returns whether the transaction has all that details need. */
  boolean areKnown() {
    return (known & NEEDED) == NEEDED;
  }

  /**
   * Returns the kind of the transaction. It is free if it names a price, and only the price 0.
   *
   * @param creation whether it creates a contract: its input has no selector then
   */
  TransactionKind kind(int type, boolean creation) {
    boolean hasSelector = !creation && inputDigits >= SELECTOR_DIGITS;
    return new TransactionKind(
        inputDigits > 0,
        movesValue,
        !paid && (known & PRICE) != 0,
        type,
        hasSelector,
        hasSelector ? selector : 0);
  }

  private void input(JsonParser json) throws IOException {
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int digits = json.getTextLength() - 2;
    long first = 0;
    if (digits > 0) {
      first = HexReader.quantity(text, offset, 2 + Math.min(digits, SELECTOR_DIGITS));
    } else if (digits < 0 || !HexReader.hasPrefix(text, offset)) {
      first = -1;
    }
    boolean shaped = first >= 0;
    if (shaped) {
      inputDigits = digits;
      selector = (int) first;
    }
    known = shaped ? known | INPUT : known & ~INPUT;
  }

  private static int significantDigits(JsonParser json) throws IOException {
    return HexReader.significantDigits(
        json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }
}
