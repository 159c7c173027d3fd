package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSettingsTest {

  @Test
  void shouldHaveTheDocumentedDefaults() {
    assertThat(ContractSettings.from(with(Map.of()))).isEqualTo(new ContractSettings(100, 500));
  }

  @Test
  void shouldTrackTheLabelsOfTheMoment() {
    List<Address> labels = List.of(Address.at(new byte[Address.BYTES], 0));
    assertThat(new ContractSettings(0, 3).tracking(() -> labels).labelled().get()).isSameAs(labels);
  }

  @ParameterizedTest
  @CsvSource({
    "tracked-from-users, -1, 0 to 1000000000",
    "max-tracked, -1, 0 to 10000",
    "max-tracked, 10001, 0 to 10000"
  })
  void shouldRefuseAValueOutOfBounds(String key, String value, String bound) {
    String variable = "REI_DAU_CONTRACTS_" + key.replace('-', '_').toUpperCase(Locale.ROOT);

    assertThatThrownBy(() -> ContractSettings.from(with(Map.of(variable, value))))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.contracts.%s (%s) is '%s': allowed are %s", key, variable, value, bound);
  }

  private static SettingsSource with(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), Path.of("no-such-folder"), environment);
  }
}
