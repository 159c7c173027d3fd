package network.rei.dau.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import network.rei.dau.PropertyRun;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the properties of the hostile node. They mostly wait for timeouts, and JUnit would run the
 * engine of jqwik after all other tests instead of beside them.
 */
@Order(5)
class HostileNodeIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network.rei.dau.chain.endpoint.HostileEndpointProperties",
        "network.rei.dau.faults.HostileServiceProperties"
      })
  void shouldChangeNoNumberWhateverItAnswers(String properties) {
    PropertyRun.of(selectClass(properties), ".*", Map.of(), 2);
  }
}
