package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options with which {@code bin/rei-dau-stats} starts Java. */
class LauncherTest {

  private static final String UNLIMITED = "9223372036854771712";

  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    launcher = folder.resolve("app/bin/rei-dau-stats");
    write("app/bin/rei-dau-stats.jar", "");
    write("app/bin/rei-dau-stats", Files.readString(Path.of("bin/rei-dau-stats")));
    write("java/bin/java", "#!/bin/sh\necho \"$@\"\n");
    for (String program : List.of("app/bin/rei-dau-stats", "java/bin/java")) {
      Files.setPosixFilePermissions(
          folder.resolve(program), PosixFilePermissions.fromString("rwx------"));
    }
    write("system/proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1024 kB\n");
  }

  @Test
  void shouldTakeAQuarterOfAMachineWithoutALimit() throws Exception {
    assertThat(start(Map.of(), "serve")).contains("-Xmx4096m", "-Xms64m");
  }

  @Test
  void shouldTakeTheLowestLimitOfTheControlGroupsOfVersion2() throws Exception {
    write("system/proc/self/cgroup", "0::/pods/pod/container\n");
    write("system/sys/fs/cgroup/pods/pod/container/memory.max", "max\n");
    write("system/sys/fs/cgroup/pods/pod/memory.max", "536870912\n");
    write("system/sys/fs/cgroup/pods/memory.max", "1073741824\n");

    assertThat(start(Map.of(), "serve")).contains("-Xmx288m");
  }

  @Test
  void shouldReadTheLimitOfVersion1InAContainerWhosePathIsThatOfTheHost() throws Exception {
    write("system/proc/self/cgroup", "11:cpu,cpuacct:/docker/4711\n5:memory:/docker/4711\n0::/\n");
    write("system/sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n");

    assertThat(start(Map.of(), "serve")).contains("-Xmx1632m");
  }

  @Test
  void shouldIgnoreALimitAboveTheMemoryOfTheMachine() throws Exception {
    write("system/proc/self/cgroup", "5:memory:/\n");
    write("system/sys/fs/cgroup/memory/memory.limit_in_bytes", UNLIMITED + "\n");
    assertThat(start(Map.of(), "serve")).contains("-Xmx4096m");

    write("system/sys/fs/cgroup/memory/memory.limit_in_bytes", "99999999999\n");
    assertThat(start(Map.of(), "serve")).contains("-Xmx4096m");
  }

  @Test
  void shouldStartAlsoWhereNothingIsKnownOfTheMemory() throws Exception {
    Files.delete(folder.resolve("system/proc/meminfo"));
    assertThat(start(Map.of("PATH", "/bin:/usr/bin"), "serve")).contains("-Xmx192m");
  }

  @ParameterizedTest
  @CsvSource({"64m, 64", "768M, 768", "2g, 2048", "31G, 31744"})
  void shouldTakeTheSizeOfTheVariable(String size, int megabytes) throws Exception {
    assertThat(start(Map.of("REI_DAU_HEAP", size), "serve")).contains("-Xmx" + megabytes + "m");
    assertThat(start(Map.of("REI_DAU_HEAP", size), "simulate")).contains("-Xmx" + megabytes + "m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "63m", "0g", "m", "1k", "-512m", "5 12m", "1.5g", "0512m", "9999999g"})
  void shouldRefuseAnotherSize(String size) throws Exception {
    assertThat(start(2, Map.of("REI_DAU_HEAP", size), "serve"))
        .contains("REI_DAU_HEAP is '" + size + "': it must be a size from 64m on");
  }

  @Test
  void shouldPassFurtherOptionsLastSoThatTheyTakePrecedence() throws Exception {
    assertThat(start(Map.of("JAVA_OPTS", "-Xmx100m -Dkey=value"), "once"))
        .matches("(?s).*-XX:TieredStopAtLevel=1.* -Xmx4096m .* -Xmx100m -Dkey=value .*once\\s");
  }

  @Test
  void shouldLetTheOptimisingCompilerWaitDuringAStart() throws Exception {
    assertThat(start(Map.of(), "serve"))
        .contains("-XX:Tier4InvocationThreshold=15000", "-XX:Tier4BackEdgeThreshold=120000")
        .doesNotContain("-XX:TieredStopAtLevel");
    assertThat(start(Map.of(), "backfill")).doesNotContain("-XX:Tier");
  }

  @Test
  void shouldGiveASimulatedChainAHeapOfItsOwn() throws Exception {
    assertThat(start(Map.of(), "simulate")).contains("-Xmx1536m");
  }

  private String start(Map<String, String> environment, String command) throws Exception {
    return start(0, environment, command);
  }

  private String start(int code, Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", launcher.toString(), command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().remove("JAVA_OPTS");
    builder.environment().remove("REI_DAU_HEAP");
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().put("REI_DAU_SYSTEM", folder.resolve("system").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
