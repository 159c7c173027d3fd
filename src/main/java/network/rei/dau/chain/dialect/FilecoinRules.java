package network.rei.dau.chain.dialect;

import java.util.Locale;
import java.util.Set;

/**
 * The rules of Filecoin: as those of an unknown chain, but a number may have no block (a null
 * round). Lotus answers an error object for it, with the code 12 or, in earlier versions, 1.
 */
final class FilecoinRules extends TolerantRules {

  static final Set<Long> CHAIN_IDS = Set.of(314L, 314_159L); // mainnet, Calibration

  private static final long NULL_ROUND = 12;

  @Override
  public boolean isNullRound(long errorCode, String errorMessage) {
    return errorCode == NULL_ROUND || errorMessage.toLowerCase(Locale.ROOT).contains("null round");
  }
}
