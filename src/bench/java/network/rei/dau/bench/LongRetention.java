package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;

/**
 * Measures the packaged service with a year of REI in the retention: 10.5 million blocks, most of
 * them empty, and 5,000 transactions a day. The records are written to the store directly, because
 * fetching them takes long, and the statistics of all periods are derived from them at the end.
 */
record LongRetention(Path project, int runs, HttpReport report) {

  private static final int DAYS = 365;
  private static final int CHUNK_SIZE = 1200;
  private static final int BLOCK_SECONDS = 3;
  private static final int CHUNKS = DAYS * 86_400 / BLOCK_SECONDS / CHUNK_SIZE;
  private static final int RECORDS_PER_COMMIT = 100;
  private static final double TRANSACTIONS_PER_BLOCK = 5_000.0 * BLOCK_SECONDS / 86_400;
  private static final int ACCOUNTS = 200_000;
  private static final double SKEW = 6;
  private static final long REI = 47_805;
  private static final long GENESIS = 1_733_011_200; // midnight
  private static final int WINDOWS = 100;
  private static final Map<String, String> SETTINGS =
      Map.of("REI_DAU_INGEST_RETENTION", "3660 days");

  /** Generates the store, and measures its size, the starts and the latencies. */
  void run() throws IOException, InterruptedException {
    Path scratch = Files.createDirectories(project.resolve("target/bench"));
    Path folder = Files.createTempDirectory(scratch, "year");
    try {
      Path cache = Files.createDirectory(folder.resolve("cache"));
      long begin = System.nanoTime();
      fill(cache);
      report.add("write the records and the statistics of a year", seconds(begin));
      report.add("database", megabytes(Files.size(cache.resolve("stats.db"))));
      ServerLauncher launcher = new ServerLauncher(project, folder, StartupTime.NO_NODE);
      for (int i = 0; i < runs; i++) {
        start(launcher, cache, "start");
      }
      measureWindows(launcher, cache);
    } finally {
      ScenarioRunner.delete(folder);
    }
    report.print();
  }

  private void start(ServerLauncher launcher, Path cache, String row)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (ServerProcess service = launcher.serve(cache, SETTINGS)) {
      service.awaitOk("/api/stats/24h");
      report.add(
          row,
          HttpReport.format(
              "%s, %s, peak RSS %s",
              seconds(begin),
              cpuSeconds(service.pid()),
              megabytes(ProcessRun.peakBytes(service.pid(), 0))));
    }
  }

  private void measureWindows(ServerLauncher launcher, Path cache)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    try (ServerProcess service = launcher.serve(cache, SETTINGS)) {
      JsonNode year = json.readTree(service.awaitOk("/api/v1/windows/" + (DAYS - 1) + "d"));
      if (!year.get("complete").asBoolean()) {
        throw new IllegalStateException(year.toString());
      }
      Instant to = Instant.parse(year.at("/window/to").asText());
      for (String path : List.of("windows", "addresses/top")) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
          Instant from = Instant.ofEpochSecond(GENESIS + 7_001L * i);
          long begin = System.nanoTime();
          service.get("/api/v1/" + path + "?from=" + from + "&to=" + to.minusSeconds(5_003L * i));
          millis.add((System.nanoTime() - begin) / 1e6);
        }
        report.add(
            HttpReport.format(
                "%s over a year, %,d addresses", path, year.get("addresses").asLong()),
            HttpReport.format(
                "median %.1f ms, p95 %.1f ms",
                HttpReport.median(millis), HttpReport.quantile(millis, 0.95)));
      }
      report.add(
          "serve after these", "peak RSS " + megabytes(ProcessRun.peakBytes(service.pid(), 0)));
    }
  }

  private static void fill(Path cache) {
    try (JdbcRecordRepository store =
        JdbcRecordRepository.open(
            new StoreSettings(cache, Optional.empty()),
            new StoreIdentity(REI, CHUNK_SIZE, Optional.empty()))) {
      long epoch = store.takeOver();
      SplittableRandom random = new SplittableRandom(1);
      List<ChunkRecord> records = new ArrayList<>();
      AtomicReference<Ledger> ledger = new AtomicReference<>(Ledger.empty());
      Hash parent = hash(random);
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        List<BlockActivity> blocks = blocks(chunk, parent, random);
        parent = blocks.get(CHUNK_SIZE - 1).hash();
        records.add(ChunkRecord.of(new Chunk(chunk, CHUNK_SIZE), 0, blocks));
        boolean last = chunk == CHUNKS - 1;
        if (records.size() == RECORDS_PER_COMMIT || last) {
          store.commit(
              new Commit(epoch, records, List.of(), Instant.now()),
              (written, stored) -> {
                Ledger extended = ledger.updateAndGet(before -> before.with(written));
                return last ? Ledgers.derivingPeriods(extended).periods() : PeriodChanges.NONE;
              });
          records.clear();
        }
      }
    }
  }

  private static List<BlockActivity> blocks(int chunk, Hash before, SplittableRandom random) {
    List<BlockActivity> blocks = new ArrayList<>();
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    Hash parent = before;
    for (int i = 0; i < CHUNK_SIZE; i++) {
      transactions.clear();
      while (random.nextDouble() < TRANSACTIONS_PER_BLOCK / (1 + TRANSACTIONS_PER_BLOCK)) {
        transactions.add(address(random), address(random), random.nextInt(40) == 0);
      }
      Hash hash = hash(random);
      long number = (long) chunk * CHUNK_SIZE + i;
      blocks.add(
          transactions.build(
              new BlockHeader(number, hash, parent, GENESIS + BLOCK_SECONDS * number)));
      parent = hash;
    }
    return blocks;
  }

  private static byte[] address(SplittableRandom random) {
    byte[] address = new byte[Address.BYTES];
    long account = (long) (ACCOUNTS * Math.pow(random.nextDouble(), SKEW));
    new SplittableRandom(account).nextBytes(address);
    return address;
  }

  private static Hash hash(SplittableRandom random) {
    return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static String seconds(long begin) {
    return HttpReport.format("%.1f s", (System.nanoTime() - begin) / 1e9);
  }

  private static String cpuSeconds(long pid) {
    Duration used =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    return HttpReport.format("CPU %.1f s", used.toMillis() / 1e3);
  }

  private static String megabytes(long bytes) {
    return HttpReport.format("%,d MB", bytes / 1_000_000);
  }
}
