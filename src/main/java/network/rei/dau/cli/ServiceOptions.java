package network.rei.dau.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that replace the settings which differ most often. */
final class ServiceOptions extends SettingsOptions {

  private static final String PORT = "--port";
  private static final String HOST = "--host";
  private static final String RPC = "--rpc";
  private static final String CHAIN_ID = "--chain-id";

  private static final Map<String, String> KEYS =
      Map.of(
          PORT, "rei-dau.http.port",
          HOST, "rei-dau.http.host",
          RPC, "rei-dau.rpc.urls",
          CHAIN_ID, "rei-dau.chain.id");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = PORT,
      paramLabel = "PORT",
      description = "Port to listen on, 0 for any free one (PORT).")
  private Integer port;

  @Option(
      names = HOST,
      paramLabel = "ADDRESS",
      description = "Address to listen on (REI_DAU_HTTP_HOST).")
  private String host;

  @Option(
      names = RPC,
      paramLabel = "URL",
      split = ",",
      description = {
        "Endpoint of the chain; several are separated by commas (REI_RPC_URL).",
        "Other users of the machine can see it: set the variable if it contains a key."
      })
  private List<String> urls;

  @Option(
      names = CHAIN_ID,
      paramLabel = "N",
      description = "Chain that the endpoints must serve (REI_DAU_CHAIN_ID).")
  private Long chainId;

  @Override
  Settings read(Map<String, Object> values) {
    Map<String, Object> given = given();
    Map<String, Object> all = new HashMap<>(values);
    given.forEach((option, value) -> all.put(KEYS.get(option), value));
    try {
      return super.read(all);
    } catch (SettingsException e) {
      String invalid =
          given.keySet().stream()
              .filter(option -> e.key().filter(KEYS.get(option)::equals).isPresent())
              .findFirst()
              .orElseThrow(() -> e);
      throw new ParameterException(spec.commandLine(), invalid + " " + e.problem(), e);
    }
  }

  @Override
  List<String> replacements() {
    return given().keySet().stream().sorted().toList();
  }

  private Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>();
    given.put(PORT, port);
    given.put(HOST, host);
    given.put(RPC, urls);
    given.put(CHAIN_ID, chainId);
    given.values().removeIf(value -> value == null);
    return given;
  }
}
