package network.rei.dau.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CommandLineToolTest {

  @Command(name = "any")
  private static final class AnyCommand {
    @Mixin private ServiceOptions options;
  }

  @TempDir private Path folder;

  @Test
  void shouldReplaceSettingsByOptions() {
    Settings settings =
        read("--port", "0", "--host", "127.0.0.1", "--rpc", "http://a:1,ws://b:2", "--chain-id=7");

    assertThat(settings.http().port()).isZero();
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.rpc().urls())
        .containsExactly(URI.create("http://a:1"), URI.create("ws://b:2"));
    assertThat(settings.rpc().chainId()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port|70000|--port is '70000': allowed are 0 to 65535",
        "--chain-id|0|--chain-id is '0': allowed are 1 to 9223372036854775807",
        "--rpc|ftp://a|--rpc is 'ftp://a': an http, https, ws or wss URL is needed",
        "--host|''|--host is '': an address to listen on is needed",
      })
  void shouldNameTheOptionWhoseValueIsRefused(String option, String value, String message) {
    assertThatThrownBy(() -> read(option, value))
        .isInstanceOf(ParameterException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNameTheSettingIfAnotherOneIsRefusedThanThatOfTheOption() throws Exception {
    Path file = Files.writeString(folder.resolve("a.conf"), "rei-dau.ingest.slots = 0");

    assertThatThrownBy(() -> read("--port", "1", "--config", file.toString()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.ingest.slots (REI_DAU_INGEST_SLOTS) is '0'");
  }

  private static Settings read(String... arguments) {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.options.read();
  }

  @ParameterizedTest
  @CsvSource({
    "1, on, once",
    "1, com, completion",
    "1, tra, ''",
    "2, once --ch, --chain-id",
    "2, check --rp, --rpc",
    "2, backfill --fr, --from",
  })
  void shouldCompleteCommandsAndOptionsInBash(int word, String line, String completion)
      throws Exception {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, CompletionCommand.script(CommandLineTool.commandLine()));
    // compopt is an error outside of a completion by the keyboard.
    String question =
        "compopt() { :; }; . '%s'; COMP_WORDS=(rei-dau-stats %s); COMP_CWORD=%d; _complete_rei-dau-stats;"
                .formatted(script, line, word)
            + " echo \"${COMPREPLY[*]}\"";

    Process bash = new ProcessBuilder("bash", "-c", question).redirectErrorStream(true).start();

    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo(completion);
  }
}
