package network.rei.dau.cli;

import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code once}: one run over the whole retention, then exit. */
@Command(
    name = "once",
    aliases = "run",
    description = "Fetches everything that the retention asks for and is missing, then exits.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = OneShotRun.RESULT)
final class OnceCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws InterruptedException {
    return OneShotRun.of(options, "run", OperationExecutor::run);
  }
}
