package network.rei.dau.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.Settings;
import network.rei.dau.storage.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore}: a backup in the place of the store. */
@Command(
    name = "restore",
    description = {
      "Puts a backup in the place of the store, once it is known to be whole and of this chain.",
      "The service must be stopped; what was stored is moved into a folder beside."
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
  public Integer call() {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    List<Path> aside =
        StoreBackup.restore(
            settings.store(), settings.storeIdentity(), file.toAbsolutePath(), Clock.systemUTC());
    ByHand.print(
        Map.of(
            "restored",
            file.toString(),
            "movedAside",
            aside.stream().map(Path::toString).toList()));
    return 0;
  }
}
