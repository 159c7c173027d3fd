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
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {

  private static final String TOKEN = "0123456789abcdef";

  @Test
  void noOperationsAreTakenByDefault() {
    assertThat(read(Map.of())).isEqualTo(AdminSettings.OFF);
    assertThat(AdminSettings.OFF.isOn()).isFalse();
    assertThat(AdminSettings.OFF.isApart()).isFalse();
  }

  @Test
  void aTokenTurnsThemOnWhereEverythingElseIs() {
    AdminSettings settings = read(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN));

    assertThat(settings.isOn()).isTrue();
    assertThat(settings.isApart()).isFalse();
  }

  @Test
  void aPortOfTheirOwnIsOnlyForThisMachineUnlessAHostIsNamed() {
    AdminSettings settings =
        read(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN, "REI_DAU_ADMIN_PORT", "3001"));

    assertThat(settings.isApart()).isTrue();
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(read(Map.of("REI_DAU_ADMIN_PORT", "3001")).isApart()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "0123456789abcde", "with spaces in between", "ümläuteümläute12"})
  void aTokenThatMayBeGuessedOrCannotBeSentIsRefusedAndNotShown(String token) {
    assertThatThrownBy(() -> new AdminSettings(Optional.of(token), "127.0.0.1", 0))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.admin.token (REI_DAU_ADMIN_TOKEN) is '***'")
        .hasMessageContaining("it has " + token.length())
        .hasMessageNotContaining(token);
  }

  @Test
  void thePortOfEverythingElseIsNoPortOfTheirOwn() {
    assertThatThrownBy(
            () ->
                HttpSettings.from(
                    source(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN, "REI_DAU_ADMIN_PORT", "3000")),
                    Duration.ofSeconds(15),
                    Duration.ofDays(7)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.admin.port")
        .hasMessageContaining("rei-dau.http.port is the same");
  }

  @Test
  void theTokenIsNeverShown() {
    assertThat(read(Map.of("REI_DAU_ADMIN_TOKEN", TOKEN)).toString()).doesNotContain(TOKEN);
  }

  private static AdminSettings read(Map<String, String> environment) {
    return AdminSettings.from(source(environment));
  }

  private static SettingsSource source(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), Path.of("none"), environment);
  }
}
