package network.rei.dau.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReportTest {

  @TempDir private Path folder;

  @Test
  void shouldNameTheSourceOfEverySetting() throws IOException {
    Files.writeString(folder.resolve(".env"), "REI_DAU_INGEST_SLOTS=2\n");
    Path file =
        Files.writeString(folder.resolve("application.conf"), "rei-dau.ingest.attempts = 7");

    String report =
        SettingsSource.load(Optional.of(file), folder, Map.of("PORT", "4"))
            .with(Map.of("rei-dau.http.host", "127.0.0.1", "rei-dau.terminal", true))
            .report();

    assertThat(report)
        .startsWith(
            "command line: http.host=127.0.0.1; environment: http.port=4; .env: ingest.slots=2;"
                + " application.conf: ingest.attempts=7; default: admin.host=\"\"")
        .contains("ingest.interval=30 minutes", "rpc.urls=[https://rpc.rei.network]", "webhooks=[]")
        .doesNotContain("\n", "terminal");
  }

  @Test
  void shouldShowSettingsWhoseNamesAreNoSecrets() {
    assertThat(report(Map.of("REI_DAU_HTTP_HEADER_TIMEOUT", "7 s")))
        .contains("http.header-timeout=7 s", "telemetry.headers=[]");
  }

  @Test
  void shouldNotContainSecrets() {
    String report =
        report(
            Map.of(
                "REI_DAU_STORE_PASSWORD", "hush-1",
                "REI_DAU_ADMIN_TOKEN", "hush-2-0123456789",
                "REI_DAU_STORE_JDBC_URL", "jdbc:postgresql://db:5432/dau?password=hush-3",
                "REI_RPC_URL", "https://a.example/v2/hush-4,https://u:hush-5@b.example/x",
                "REI_DAU_CLUSTER_TLS_KEY", "/hush-6",
                "REI_DAU_TELEMETRY_HEADERS", "Authorization=hush-10",
                "REI_DAU_WEBHOOKS", "[{url = \"https://a.example/hush-7\", secret = hush-8}]",
                "REI_DAU_FILTER_RULES", " [{id = hush-9}]"));

    assertThat(report)
        .doesNotContain("hush")
        .contains(
            "store.password=(set)",
            "admin.token=(set)",
            "telemetry.headers=(set)",
            "webhooks=(set)",
            "filter.rules=(set)",
            "store.jdbc-url=jdbc:postgresql://db:5432/…",
            "rpc.urls=https://a.example/…,https://…/…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://user:pa/ss@host:8545/key     | https://…/…",
        "https://host:8545                    | https://host:8545",
        "wss://host/?key=1 , https://[::1]:80 | wss://host/… , https://[::1]:80",
        "https://host#key                     | https://host/…"
      })
  void shouldShowOnlyTheHostOfAUrl(String url, String shown) {
    assertThat(report(Map.of("REI_RPC_URL", url))).contains("rpc.urls=" + shown + ";");
  }

  @Test
  void shouldBeOneLineOfBoundedLength() {
    String report =
        report(Map.of("REI_DAU_PAGE_CHAIN_NAME", "a\r\nb", "REI_DAU_LABELS", "x".repeat(5_000)));

    assertThat(report).contains("page.chain-name=a b").doesNotContain("\n").hasSizeLessThan(6_000);
  }

  private String report(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), folder, environment).report();
  }
}
