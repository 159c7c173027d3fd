package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/** {@code restore}: a backup in the place of the store. */
@Command(
    name = "restore",
    description = {
      "Puts a backup in the place of the store, once it is known to be whole and of this chain.",
      "What was stored is moved into a folder beside. A service may be running meanwhile, if it takes"
          + " operations (REI_DAU_ADMIN_TOKEN)."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object: restored, and movedAside. A store in"
            + " PostgreSQL is restored by pg_restore.")
final class RestoreCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "FILE", description = "made by backup")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    MaintenanceCommand.print(OperationExecutor.Restored.of(file, restored(settings)));
    return 0;
  }

  /** Restores it; where what was stored is now. */
  private List<Path> restored(Settings settings) throws IOException, InterruptedException {
    try {
      return StoreBackup.restore(
          settings.store(), settings.storeIdentity(), file.toAbsolutePath(), Clock.systemUTC());
    } catch (FolderInUseException inUse) {
      return restored(RunningServiceClient.holding(inUse, settings), settings);
    }
  }

  /** The service takes backups by their names, from a folder of its own. */
  private List<Path> restored(RunningServiceClient service, Settings settings)
      throws IOException, InterruptedException {
    BackupFolder backups = new BackupFolder(settings.store());
    Path copy = Files.createTempFile(backups.create(), "restore-", ".db");
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      JsonNode restored = MaintenanceCommand.of(service, "restore?name=" + copy.getFileName());
      List<Path> aside = new ArrayList<>();
      restored.get("movedAside").forEach(moved -> aside.add(Path.of(moved.asText())));
      return aside;
    } finally {
      Files.delete(copy);
    }
  }
}
