package network.rei.dau.http.v1.filter;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.rule.ChainPresets;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The settings {@code rei-dau.filter}, which decide with {@code rei-dau.chain.id} what {@code
 * filter=organic} leaves out.
 *
 * @param rules of the chain and of the operator
 * @param countsNonces whether a transaction with nonce 0 is the first of its sender on this chain
 */
public record FilterSettings(SystemRules rules, boolean countsNonces) {

  /** Settings of a chain without system transactions. */
  public static final FilterSettings NONE = new FilterSettings(SystemRules.NONE, true);

  private static final String KEY = "rei-dau.filter.";
  private static final String PRESETS = KEY + "presets";
  private static final String RULES = KEY + "rules";
  private static final String EXCLUDED = KEY + "excluded-senders";
  private static final String EXCLUDED_NAME = "excluded-senders";
  private static final int MAX_ADDRESSES = 10_000;
  private static final int MAX_RANGES = 100;
  private static final int MAX_TYPE = 255;
  private static final List<String> RULE_KEYS =
      List.of("name", "from", "to", "types", "gas-price-zero", "blocks");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern BLOCKS = Pattern.compile("(\\d{1,18})-(\\d{1,18})?");

  /**
   * Reads the settings.
   *
   * @throws SettingsException that names the invalid setting and what is allowed
   */
  public static FilterSettings from(SettingsSource source) {
    long chainId = source.longNumber("rei-dau.chain.id");
    List<SystemRule> rules = new ArrayList<>(presets(source, ChainPresets.of(chainId)));
    source.objects(RULES).forEach(rule -> rules.add(rule(rule)));
    List<String> excluded = source.texts(EXCLUDED);
    if (!excluded.isEmpty()) {
      rules.add(
          SystemRule.from(
              EXCLUDED_NAME,
              "The operator leaves out what these addresses send.",
              "",
              addresses(EXCLUDED, excluded)));
    }
    try {
      return new FilterSettings(SystemRules.of(rules), ChainPresets.countsNonces(chainId));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(RULES, rules.size() + " rules", e.getMessage());
    }
  }

  private static List<SystemRule> presets(SettingsSource source, List<SystemRule> ofChain) {
    List<String> wanted = source.texts(PRESETS);
    if (wanted.equals(List.of("all"))) {
      return ofChain;
    }
    List<String> names = wanted.equals(List.of("none")) || wanted.isEmpty() ? List.of() : wanted;
    List<String> known = ofChain.stream().map(SystemRule::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new SettingsException(
            PRESETS,
            name,
            "allowed are 'all', 'none'"
                + (known.isEmpty()
                    ? "; this chain has no rules of its own"
                    : ", or some of " + Parameters.oneOf(known)));
      }
    }
    return ofChain.stream().filter(rule -> names.contains(rule.name())).toList();
  }

  private static SystemRule rule(Config rule) {
    for (String key : rule.root().keySet()) {
      if (!RULE_KEYS.contains(key)) {
        throw new SettingsException(
            RULES, key, "a rule has " + Parameters.oneOf(RULE_KEYS) + " only");
      }
    }
    String name = texts(rule, "name").stream().findFirst().orElse("");
    if (!NAME.matcher(name).matches()) {
      throw new SettingsException(
          RULES, name, "a rule needs a name of 1 to 40 lowercase letters, digits and hyphens");
    }
    try {
      return new SystemRule(
          name,
          "A rule of the operator.",
          "",
          addresses(RULES, texts(rule, "from")),
          addresses(RULES, texts(rule, "to")),
          types(texts(rule, "types")),
          rule.hasPath("gas-price-zero") && rule.getBoolean("gas-price-zero"),
          blocks(texts(rule, "blocks")));
    } catch (ConfigException.WrongType e) {
      throw new SettingsException(RULES, name, "gas-price-zero of this rule must be true or false");
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          RULES, name, "this rule needs one of from, to, types and gas-price-zero");
    }
  }

  /** Returns one value or a list of values as texts. */
  private static List<String> texts(Config rule, String key) {
    if (!rule.hasPath(key)) {
      return List.of();
    }
    try {
      return rule.getValue(key).valueType() == ConfigValueType.LIST
          ? rule.getStringList(key)
          : List.of(rule.getString(key));
    } catch (ConfigException.WrongType e) {
      throw new SettingsException(
          RULES, key, "a text or a list of texts is needed for this key of a rule");
    }
  }

  private static SortedSet<Address> addresses(String key, List<String> texts) {
    return new TreeSet<>(
        all(key, texts, MAX_ADDRESSES, "0x and 40 hexadecimal digits are needed", Address::parse));
  }

  private static SortedSet<Integer> types(List<String> texts) {
    return new TreeSet<>(
        all(RULES, texts, MAX_TYPE + 1, "types from 0 to 255 (0xff) exist", FilterSettings::type));
  }

  private static int type(String text) {
    int type = Integer.decode(text);
    if (type < 0 || type > MAX_TYPE) {
      throw new IllegalArgumentException(text);
    }
    return type;
  }

  private static List<BlockRange> blocks(List<String> texts) {
    return all(
        RULES,
        texts,
        MAX_RANGES,
        "a range of blocks is needed, such as 100-200 or 100-",
        FilterSettings::range);
  }

  private static BlockRange range(String text) {
    Matcher matcher = BLOCKS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long last = matcher.group(2) == null ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    return new BlockRange(Long.parseLong(matcher.group(1)), last);
  }

  private static <T> List<T> all(
      String key, List<String> texts, int most, String allowed, Function<String, T> parse) {
    if (texts.size() > most) {
      throw new SettingsException(
          key, texts.size() + " values", "at most " + most + " are allowed");
    }
    List<T> values = new ArrayList<>();
    for (String text : texts) {
      try {
        values.add(parse.apply(text.strip()));
      } catch (IllegalArgumentException e) {
        throw new SettingsException(key, text, allowed);
      }
    }
    return values;
  }
}
