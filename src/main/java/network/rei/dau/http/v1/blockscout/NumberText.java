package network.rei.dau.http.v1.blockscout;

import java.math.BigDecimal;

/** Writes numbers as Blockscout does: as decimal digits without an exponent. */
final class NumberText {

  private NumberText() {}

  static String of(Number number) {
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }
}
