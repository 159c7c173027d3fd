package network.rei.dau.http.v1.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSettingsTest {

  private static final String A = "0x" + "a".repeat(40);
  private static final String B = "0x" + "b".repeat(40);

  @TempDir Path folder;

  @Test
  void shouldHaveNoRulesOnReiByDefault() {
    FilterSettings settings = FilterSettings.from(source(Map.of()));

    assertThat(settings.rules().isEmpty()).isTrue();
    assertThat(settings.rules().version()).isEmpty();
    assertThat(settings.countsNonces()).isTrue();
  }

  @Test
  void shouldHaveTheRulesOfTheChain() {
    assertThat(names(Map.of("rei-dau.chain.id", 10)))
        .containsExactly("l1-attributes", "l1-deposits");
    assertThat(names(Map.of("rei-dau.chain.id", 10, "rei-dau.filter.presets", "l1-attributes")))
        .containsExactly("l1-attributes");
    assertThat(names(Map.of("rei-dau.chain.id", 10, "rei-dau.filter.presets", "none"))).isEmpty();
    assertThat(FilterSettings.from(source(Map.of("rei-dau.chain.id", 728_126_428))).countsNonces())
        .isFalse();
  }

  @Test
  void shouldReadTheRulesOfTheOperator() {
    FilterSettings settings =
        FilterSettings.from(
            source(
                Map.of(
                    "rei-dau.filter.rules",
                    ConfigFactory.parseString(
                            "list = [{name = airdrop, from = ["
                                + A
                                + "], to = "
                                + B
                                + ", types = [0, \"0x7e\"], gas-price-zero = true, blocks ="
                                + " [0-99, 500-]}, {name = free, gas-price-zero = true}]")
                        .getList("list"),
                    "rei-dau.filter.excluded-senders",
                    List.of(A, B))));
    List<SystemRule> rules = settings.rules().rules();

    assertThat(rules)
        .extracting(SystemRule::name)
        .containsExactly("airdrop", "free", "excluded-senders");
    assertThat(rules.get(0).from()).containsExactly(Address.parse(A));
    assertThat(rules.get(0).to()).containsExactly(Address.parse(B));
    assertThat(rules.get(0).types()).containsExactly(0, 0x7e);
    assertThat(rules.get(0).free()).isTrue();
    assertThat(rules.get(0).blocks())
        .containsExactly(new BlockRange(0, 99), new BlockRange(500, Long.MAX_VALUE));
    assertThat(rules.get(1).from()).isEmpty();
    assertThat(rules.get(2).from()).containsExactly(Address.parse(A), Address.parse(B));
  }

  @Test
  void shouldReadTheRulesFromOneText() {
    assertThat(names(Map.of("rei-dau.filter.rules", "[{name = a, types = 1}]")))
        .containsExactly("a");
    assertThat(names(Map.of("rei-dau.filter.rules", ""))).isEmpty();
    SettingsSource environment =
        SettingsSource.load(
            Optional.empty(),
            folder,
            Map.of(
                "REI_DAU_FILTER_RULES",
                "[{name = a, types = [1, \"0x7e\"]}]",
                "REI_DAU_FILTER_EXCLUDED_SENDERS",
                A + ", " + B));
    assertThat(FilterSettings.from(environment).rules().rules())
        .extracting(SystemRule::name)
        .containsExactly("a", "excluded-senders");
  }

  @Test
  void shouldHaveTheSameVersionForTheSameRulesOnly() {
    Map<String, Object> a =
        Map.of("rei-dau.filter.rules", "[{name = a, from = [" + A + "," + B + "]}]");
    Map<String, Object> b =
        Map.of("rei-dau.filter.rules", "[{name = a, from = [" + B + "," + A + "]}]");
    Map<String, Object> c = Map.of("rei-dau.filter.rules", "[{name = a, from = [" + A + "]}]");

    assertThat(version(a)).isEqualTo(version(b)).isNotEqualTo(version(c)).matches("r[0-9a-f]+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "presets|x|rei-dau.filter.presets (REI_DAU_FILTER_PRESETS) is 'x': allowed are 'all',"
            + " 'none'; this chain has no rules of its own",
        "excluded-senders|0x12|rei-dau.filter.excluded-senders (REI_DAU_FILTER_EXCLUDED_SENDERS) is"
            + " '0x12': 0x and 40 hexadecimal digits are needed",
        "rules|[{name = A, types = 1}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'A': a rule"
            + " needs a name of 1 to 40 lowercase letters, digits and hyphens",
        "rules|[{name = a, kind = 1}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'kind': a rule"
            + " has 'name', 'from', 'to', 'types', 'gas-price-zero' or 'blocks' only",
        "rules|[{name = a, types = 256}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is '256':"
            + " types from 0 to 255 (0xff) exist",
        "rules|[{name = a, types = x}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'x': types"
            + " from 0 to 255 (0xff) exist",
        "rules|[{name = a, from = 0x1}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is '0x1': 0x"
            + " and 40 hexadecimal digits are needed",
        "rules|[{name = a, types = 1, blocks = 9-1}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is"
            + " '9-1': a range of blocks is needed, such as 100-200 or 100-",
        "rules|[{name = a, blocks = 1-9}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'a': this"
            + " rule needs one of from, to, types and gas-price-zero",
        "rules|[{name = a, gas-price-zero = x}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'a':"
            + " gas-price-zero of this rule must be true or false",
        "rules|[{name = a, from = {b = 1}}]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is 'from':"
            + " a text or a list of texts is needed for this key of a rule",
        "rules|[{name = a, types = 1}, {name = a, types = 2}]|rei-dau.filter.rules"
            + " (REI_DAU_FILTER_RULES) is '2 rules': two rules have the name a",
        "rules|[1]|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is '[1]': a list of objects is"
            + " needed, such as [{a = 1}]",
        "rules|[{|rei-dau.filter.rules (REI_DAU_FILTER_RULES) is '[{': a list of objects is needed,"
            + " such as [{a = 1}]"
      })
  void shouldNameASettingThatIsInvalid(String key, String value, String message) {
    assertThatThrownBy(() -> FilterSettings.from(source(Map.of("rei-dau.filter." + key, value))))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void shouldLimitTheNumberOfRules() {
    StringBuilder rules = new StringBuilder("[");
    for (int i = 0; i < 65; i++) {
      rules.append("{name = r").append(i).append(", types = 1}\n");
    }

    assertThatThrownBy(() -> names(Map.of("rei-dau.filter.rules", rules + "]")))
        .hasMessageContaining("is '65 rules': at most 64 rules are allowed");
  }

  private List<String> names(Map<String, Object> values) {
    return FilterSettings.from(source(values)).rules().rules().stream()
        .map(SystemRule::name)
        .toList();
  }

  private String version(Map<String, Object> values) {
    return FilterSettings.from(source(values)).rules().version();
  }

  private SettingsSource source(Map<String, Object> values) {
    return SettingsSource.load(Optional.empty(), folder, Map.of()).with(new HashMap<>(values));
  }
}
