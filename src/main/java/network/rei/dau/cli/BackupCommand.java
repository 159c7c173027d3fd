package network.rei.dau.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.storage.jdbc.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup}: a copy of the store. */
@Command(
    name = "backup",
    description = "Copies all that is stored into a file; a service may be running meanwhile.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object: file and bytes. A store in PostgreSQL is"
            + " backed up by pg_dump.")
final class BackupCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "FILE", description = "to be made")
  private Path file;

  @Override
  public Integer call() {
    Terminal.logOnly("ERROR");
    long bytes = StoreBackup.backup(options.read().store(), file.toAbsolutePath());
    MaintenanceCommand.print(new OperationExecutor.BackedUp(file.toString(), bytes));
    return 0;
  }
}
