package network.rei.dau.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CommandLineToolTest {

  @Command(name = "any")
  private static final class AnyCommand {
    @Mixin private ServiceOptions options;
  }

  @TempDir private Path folder;

  /** The commands set it for the process. */
  @AfterEach
  void reset() {
    System.clearProperty("rei-dau.log-level");
    System.clearProperty("rei-dau.endpoint-log-level");
  }

  @Test
  void shouldAskDnsAgainASecondAfterANameWasUnknown() {
    assertThat(CommandLineTool.run("--version")).isZero();

    assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("1");
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "check",
        "once",
        "backfill",
        "verify",
        "fetch",
        "prune",
        "backup",
        "restore",
        "demo",
        "simulate",
        "completion"
      })
  void shouldExplainEachCommand(String command) {
    StringWriter written = new StringWriter();
    String[] arguments = (command + " --help").strip().split(" ");

    int exitCode =
        CommandLineTool.commandLine().setOut(new PrintWriter(written)).execute(arguments);

    assertThat(exitCode).isZero();
    assertThat(written.toString())
        .startsWith("Usage: " + ("rei-dau-stats " + command).strip() + " ")
        .contains("--help");
    assertThat(written.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource({
    "--bogus, --bogus",
    "nosuch, nosuch",
    "onec, once",
    "backfill, --from",
    "backfill --from yesterday, yesterday",
    "backfill --from 2999-01-01, 2999-01-01",
    "backfill --from 2026-02-30, '2026-02-30': it must be a date from",
    "--config own.conf once, --config must follow the command once",
    "--port 1 prune, --port must follow the command prune",
    "once --chain-id 0, --chain-id is '0': allowed are 1 to",
    "serve --port 70000, --port is '70000'",
    "demo --port many, many",
    "simulate --blocks 0, '--blocks is 0, but must be 1 to'",
    "simulate --blocks 50000000, '--blocks is 50000000, but must be at most'",
    "simulate --transactions -1, --transactions is -1.0",
    "simulate --accounts 0, --accounts is 0",
    "simulate --chain-id 0, --chain-id is 0",
    "simulate --latency -1, --latency is ",
    "simulate --port 70000, --port is 70000",
    "simulate --fault http-502=2, http-502 is 2.0",
    "simulate --fault nosuch=1, nosuch",
  })
  void shouldRefuseWrongArgumentsInOneLine(String arguments, String named) {
    assertRefused(named, arguments.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "rei-dau.ingest.chunk-size = 0, rei-dau.ingest.chunk-size",
    "rei-dau.ingest.chunksize = 100, rei-dau.ingest.chunksize",
    "rei-dau { ingest, own.conf",
  })
  void shouldRefuseAWrongFileAndNameTheSetting(String content, String named) throws Exception {
    Path file = Files.writeString(folder.resolve("own.conf"), content);
    assertRefused(named, "once", "--config", file.toString());
  }

  @Test
  void shouldRefuseAMissingFile() {
    assertRefused("missing.conf", "serve", "--config", "missing.conf");
  }

  /** The command ends with code 2 and prints one line, which has a text. */
  private static void assertRefused(String named, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, UTF_8));
    try {
      assertThat(CommandLineTool.run(arguments)).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("rei-dau-stats: ")
        .contains(named)
        .doesNotContain("java.");
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

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo(completion);
    assertThat(bash.waitFor()).isZero();
  }
}
