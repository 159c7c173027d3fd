package network.rei.dau;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Runs the properties with many more tries, under the profile {@code nightly}. */
class PropertiesNightly {

  @Test
  void shouldHoldInThousandsOfTries() {
    PropertyRun.of(
        selectPackage("network.rei.dau"),
        ".*PropertyTest",
        Map.of("jqwik.tries.default", "2000"),
        60);
  }

  /** The histories of hours and days take so long that their properties have a few tries each. */
  @RepeatedTest(40)
  void shouldHoldInManyHistories() {
    PropertyRun.of(
        selectPackage("network.rei.dau.activity"),
        ".*\\.(Timeline|ZonedTimeline|WindowLookup|DayTracking|ContractTimeline)PropertyTest",
        Map.of(),
        12);
  }
}
