package network.rei.dau.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.Settings;
import network.rei.dau.cli.check.Checks;
import network.rei.dau.cli.check.Finding;
import network.rei.dau.cli.check.Finding.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: tries what the service needs. */
@Command(
    name = "check",
    description = {
      "Tries the settings, the store, the ports and the endpoints, and prints what it found.",
      "Nothing is created or changed. It works beside a running service, and ends within a minute."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The exit code is 0 if the service can start and fetch blocks, perhaps with warnings, 1 if"
            + " something failed, and 2 if settings must be changed.")
final class CheckCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  @Mixin private ServiceOptions options;

  @Override
  public Integer call() throws InterruptedException {
    Terminal.logOnly("OFF");
    Settings settings = options.read();
    Map<String, List<Finding>> found = new Checks(settings, Clock.systemUTC(), LIMIT).run();
    found.forEach(CheckCommand::print);
    return exitCode(found.values());
  }

  private static void print(String endpoint, List<Finding> findings) {
    if (!endpoint.isEmpty()) {
      Terminal.result("");
      Terminal.result(endpoint);
    }
    for (Finding finding : findings) {
      Terminal.result(
          String.format(
              Locale.ROOT,
              "%-12s  %-7s  %s",
              finding.subject(),
              finding.result().label(),
              finding.text()));
    }
  }

  private static int exitCode(Collection<List<Finding>> found) {
    Result worst =
        found.stream()
            .flatMap(List::stream)
            .map(Finding::result)
            .max(Result::compareTo)
            .orElse(Result.OK);
    return switch (worst) {
      case OK, WARNING -> 0;
      case FAILED -> CommandLineTool.FAILED;
      case INVALID -> CommandLineTool.BAD_USAGE;
    };
  }
}
