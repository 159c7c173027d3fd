package network.rei.dau.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import network.rei.dau.Settings;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.WrongStoreException;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.files.FolderInUseException;
import network.rei.dau.storage.jdbc.StoreInspection;

/** Checks the cache folder and the store. Nothing is created, migrated or written. */
final class StoreCheck {

  private static final long LITTLE_SPACE = 1L << 30;

  private final Settings settings;
  private final Consumer<Finding> findings;

  StoreCheck(Settings settings, Consumer<Finding> findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /** Checks both; returns whether another process uses the cache folder. */
  boolean run() {
    boolean inUse = checkFolder(settings.store().cacheDir());
    checkStore(settings.store());
    return inUse;
  }

  private boolean checkFolder(Path folder) {
    try {
      Optional<FolderInUseException> holder = CacheFolder.holder(folder);
      if (holder.isPresent()) {
        findings.accept(
            Finding.ok(
                "cache folder",
                folder
                    + " is locked by "
                    + holder.get().holder()
                    + ": other commands send their requests to it, with its REI_DAU_ADMIN_TOKEN"));
        return true;
      }
      checkSpace(folder);
    } catch (StorageException | IOException e) {
      findings.accept(Finding.failed("cache folder", e.getMessage()));
    }
    return false;
  }

  private void checkSpace(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      findings.accept(Finding.failed("cache folder", folder + " cannot be created or written to"));
      return;
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    String text =
        String.format(
            Locale.ROOT,
            "%s%s, %.1f GB free",
            folder,
            Files.exists(folder) ? "" : " is created at the first start",
            free / 1e9);
    findings.accept(
        free < LITTLE_SPACE
            ? Finding.warning("cache folder", text)
            : Finding.ok("cache folder", text));
  }

  private void checkStore(StoreSettings store) {
    try {
      Optional<StoreInspection.Found> found = StoreInspection.of(store, settings.storeIdentity());
      findings.accept(
          found
              .map(held -> describe(store, held))
              .orElseGet(
                  () -> Finding.ok("store", store.storeName() + " is created at the first start")));
    } catch (WrongStoreException e) {
      findings.accept(Finding.invalid("store", e.getMessage()));
    } catch (StorageException e) {
      findings.accept(Finding.failed("store", e.getMessage()));
    }
  }

  private static Finding describe(StoreSettings store, StoreInspection.Found held) {
    String text =
        String.format(
            Locale.ROOT,
            "%s, %,d records of %d blocks of chain %d, schema version %d",
            store.storeName(),
            held.records(),
            held.identity().chunkSize(),
            held.identity().chainId(),
            held.schemaVersion());
    return held.schemaVersion() < held.currentVersion()
        ? Finding.warning(
            "store", text + ": the next start migrates it to version " + held.currentVersion())
        : Finding.ok("store", text);
  }
}
