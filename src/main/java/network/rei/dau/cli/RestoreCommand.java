package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import network.rei.dau.Settings;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.storage.files.FolderInUseException;
import network.rei.dau.storage.jdbc.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore}: replaces the store by a backup. */
@Command(
    name = "restore",
    description = {
      "Replaces the store by a backup, after checking that the backup is complete and of the same"
          + " chain.",
      "The replaced store is moved into a folder beside it. If a service is running, it must accept"
          + " operations (REI_DAU_ADMIN_TOKEN)."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object with restored and movedAside. Use"
            + " pg_restore for a store in PostgreSQL.")
final class RestoreCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "FILE", description = "a file that backup created")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    MaintenanceCommand.print(OperationExecutor.Restored.of(file, restore(settings)));
    return 0;
  }

  /** Returns the files of the replaced store. */
  private List<Path> restore(Settings settings) throws IOException, InterruptedException {
    try {
      return StoreBackup.restore(
          settings.store(), settings.storeIdentity(), file.toAbsolutePath(), Clock.systemUTC());
    } catch (FolderInUseException inUse) {
      return restore(RunningServiceClient.of(inUse, settings), settings);
    }
  }

  /** Copies the backup, because the service restores only from its own folder of backups. */
  private List<Path> restore(RunningServiceClient service, Settings settings)
      throws IOException, InterruptedException {
    Path copy = new BackupFolder(settings.store()).copyOf(file);
    try {
      JsonNode restored =
          MaintenanceCommand.executeRemotely(service, "restore?name=" + copy.getFileName());
      List<Path> aside = new ArrayList<>();
      restored.get("movedAside").forEach(moved -> aside.add(Path.of(moved.asText())));
      return aside;
    } finally {
      Files.delete(copy);
    }
  }
}
