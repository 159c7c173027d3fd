package network.rei.dau.http.v1.filter;

import java.util.List;
import java.util.Locale;
import network.rei.dau.http.parameter.Parameters;

/** The parameter {@code filter}: which transactions are counted. */
public enum FilterParameter {
  /** All transactions. */
  RAW,

  /** Those that meet no rule. */
  ORGANIC;

  private static final List<String> KEYS = List.of(RAW.key(), ORGANIC.key());

  /**
   * Returns the filter that a request selects, {@link #RAW} by default.
   *
   * @throws network.rei.dau.http.parameter.InvalidParameterException if it is another word
   */
  public static FilterParameter of(Parameters parameters) {
    return parameters.word("filter", KEYS, RAW.key()).equals(RAW.key()) ? RAW : ORGANIC;
  }

  /** Returns the word in requests and answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
