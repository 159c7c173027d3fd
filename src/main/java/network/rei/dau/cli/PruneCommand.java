package network.rei.dau.cli;

import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code prune}: deletes data that is no longer needed. */
@Command(
    name = "prune",
    description = {
      "Deletes records and addresses that neither the retention nor the history needs; needs no"
          + " network.",
      "Every run does the same at its end. The command is useful after the retention was reduced."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object with records and days (the days whose"
            + " addresses were deleted). The statistics of hours, days, weeks and months are kept.")
final class PruneCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws InterruptedException {
    MaintenanceCommand.execute(options, "prune", OperationExecutor::prune);
    return 0;
  }
}
