package network.rei.dau.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {

  private static final String TOKEN = "0123456789abcdef";

  @Test
  void shouldAcceptNoOperationsByDefault() {
    assertThat(read(Map.of())).isEqualTo(AdminSettings.OFF);
    assertThat(AdminSettings.OFF.isOn()).isFalse();
  }

  @Test
  void shouldAcceptOperationsWithAToken() {
    assertThat(read(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN)).isOn()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"PORT, 3001, port", "HOST, ::, host"})
  void shouldNameTheSettingThatReplacedAnother(String variable, String value, String name) {
    assertThatThrownBy(() -> read(Map.of("REI_DAU_ADMIN_" + variable, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.admin.%s (REI_DAU_ADMIN_%s) is '%s': rei-dau.management.%s has replaced this"
                    .formatted(name, variable, value, name)
                + " setting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "0123456789abcde", "with spaces in between", "ümläuteümläute12"})
  void shouldRefuseATokenThatIsWeakOrCannotBeSentWithoutShowingIt(String token) {
    assertThatThrownBy(() -> new AdminSettings(Optional.of(token)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.admin.token (REI_DAU_ADMIN_TOKEN) is '***'")
        .hasMessageContaining("it has " + token.length())
        .hasMessageNotContaining(token);
  }

  @Test
  void shouldRefuseAManagementPortThatIsThePortOfTheApi() {
    assertThatThrownBy(
            () ->
                HttpSettings.from(
                    source(Map.of("REI_DAU_MANAGEMENT_PORT", "3000")),
                    Duration.ofSeconds(15),
                    Duration.ofDays(7)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.management.port")
        .hasMessageContaining("rei-dau.http.port is the same");
  }

  @Test
  void shouldNeverShowTheToken() {
    assertThat(read(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN)).toString()).doesNotContain(TOKEN);
  }

  private static AdminSettings read(Map<String, String> environment) {
    return AdminSettings.from(source(environment));
  }

  private static SettingsSource source(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), Path.of("none"), environment);
  }
}
