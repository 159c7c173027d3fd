package network.rei.dau.cli;

import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code prune}: what a run deletes at its end, without the run. */
@Command(
    name = "prune",
    description = {
      "Deletes records and addresses that neither the retention nor the history needs any more;"
          + " needs no network.",
      "Every run does the same at its end: of use after the retention was made shorter."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object: records and days (whose addresses were"
            + " deleted). The numbers of hours, days, weeks and months stay.")
final class PruneCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws InterruptedException {
    MaintenanceCommand.of(options, "prune", OperationExecutor::prune);
    return 0;
  }
}
