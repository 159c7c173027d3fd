package network.rei.dau.e2e;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests three nodes of which the leader loses PostgreSQL, and later its endpoint. */
@Execution(ExecutionMode.CONCURRENT)
class ClusterOutageNightly {

  @TempDir private Path folder;

  @Test
  void shouldFetchEveryChunkOnTheNodesThatReachTheirEndpointAndTheStore() throws IOException {
    try (ClusterOutage outage = new ClusterOutage(folder)) {
      outage.startAll();
      int former = outage.leaderLosesPostgresql();
      outage.workerLosesItsEndpoint(former);
    }
  }
}
