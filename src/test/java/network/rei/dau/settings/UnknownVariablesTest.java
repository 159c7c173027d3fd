package network.rei.dau.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownVariablesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "REI_DAU_INGEST_CHUNKSIZE, REI_DAU_INGEST_CHUNK_SIZE",
    "REI_DAU_HTTP_PROT, REI_DAU_HTTP_PORT",
    "REI_DAU_RPC_URL, REI_DAU_RPC_URLS",
    "REI_DAU_HEEP, REI_DAU_HEAP",
    "REI_DAU_INGEST_RETENTION_, REI_DAU_INGEST_RETENTION",
  })
  void shouldNameTheNearestVariableOfOneThatIsMisspelt(String misspelt, String nearest) {
    assertThat(warnings(Map.of(misspelt, "secret")))
        .singleElement()
        .isEqualTo(misspelt + " is not a setting and has no effect: did you mean " + nearest + "?");
  }

  @Test
  void shouldNameAMisspeltVariableOfTheDotenvFile() throws IOException {
    Files.writeString(folder.resolve(".env"), "REI_DAU_INGEST_SLOT=2\n");

    assertThat(warnings(Map.of())).singleElement().asString().contains("REI_DAU_INGEST_SLOTS?");
  }

  @Test
  void shouldAcceptTheVariablesOfSettingsAndOfTheLauncher() {
    assertThat(
            warnings(
                Map.of(
                    "REI_DAU_HEAP", "1g",
                    "REI_DAU_HTTP_PORT", "1",
                    "REI_DAU_LABELS", "labels.csv",
                    "REI_DAU_CLUSTER_TLS_KEY", "key.pem",
                    "REI_RPC", "of another program",
                    "REI_DAU_BLANK", " ")))
        .isEmpty();
  }

  @Test
  void shouldIgnoreTheVariablesThatKubernetesSetsForAService() {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "REI_DAU_STATS_SERVICE_HOST", "10.0.0.1",
                "REI_DAU_STATS_SERVICE_PORT", "3000",
                "REI_DAU_STATS_SERVICE_PORT_HTTP", "3000",
                "REI_DAU_STATS_PORT", "tcp://10.0.0.1:3000",
                "REI_DAU_STATS_PORT_3000_TCP_ADDR", "10.0.0.1"));
    assertThat(warnings(variables)).isEmpty();

    variables.put("REI_DAU_INGEST_PORT", "1");
    assertThat(warnings(variables)).singleElement().asString().contains("REI_DAU_INGEST_PORT is");
  }

  private List<String> warnings(Map<String, String> environment) {
    return SettingsSource.load(Optional.empty(), folder, environment).warnings();
  }
}
