package network.rei.dau.cli;

import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code once}: runs once over the whole retention and exits. */
@Command(
    name = "once",
    aliases = "run",
    description = "Fetches all missing blocks of the retention and exits.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = OneShotRun.RESULT)
final class OnceCommand implements Callable<Integer> {

  @Mixin private ServiceOptions options;

  @Override
  public Integer call() throws InterruptedException {
    return OneShotRun.execute(options, "run", OperationExecutor::run);
  }
}
