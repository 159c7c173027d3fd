package network.rei.dau.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import network.rei.dau.simulator.Fault;
import network.rei.dau.simulator.When;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is seen. */
class TroubleTest {

  @TempDir Path folder;

  @Test
  void anEndpointThatFailsAndAChainThatForks() throws IOException {
    try (RunningService service = RunningService.onBlocks(300, folder)) {
      service.node().faults().add(new Fault.HttpError(500, null), When.always());
      service.run();

      RunningService.Values metrics = service.metrics();
      assertThat(metrics.value("rei_dau_endpoint_errors_total", "refused")).isPositive();
      assertThat(metrics.value("rei_dau_endpoint_cool_downs_total")).isPositive();
      assertThat(metrics.value("rei_dau_endpoint_up")).isZero();
      assertThat(metrics.value("rei_dau_last_run_result", "failed")).isEqualTo(1);
      assertThat(metrics.value("rei_dau_ingest_errors_total", "refused")).isPositive();
      assertThat(metrics.value("rei_dau_ingest_problems")).isPositive();
    }
  }
}
