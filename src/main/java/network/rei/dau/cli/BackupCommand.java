package network.rei.dau.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.storage.jdbc.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup}: copies the store. */
@Command(
    name = "backup",
    description = "Copies the store into a file, also while a service is running.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object with file and bytes. Use pg_dump for a"
            + " store in PostgreSQL.")
final class BackupCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "FILE", description = "the file to create")
  private Path file;

  @Override
  public Integer call() {
    Terminal.logOnly("ERROR");
    long bytes = StoreBackup.backup(options.read().store(), file.toAbsolutePath());
    MaintenanceCommand.print(new OperationExecutor.BackedUp(file.toString(), bytes));
    return 0;
  }
}
