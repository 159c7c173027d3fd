package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs properties of jqwik within a test of Jupiter. */
public final class PropertyRun {

  private PropertyRun() {}

  /**
   * Runs the selected properties and fails if one of them does. Their samples are printed.
   *
   * @param classNames the pattern of the names of classes
   * @param parameters the configuration of jqwik
   * @param minimum so many properties have to be there
   */
  public static void of(
      DiscoverySelector selected, String classNames, Map<String, String> parameters, int minimum) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherConfig onlyJqwik =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new JqwikTestEngine())
            .addTestExecutionListeners(listener)
            .build();
    Filter<?> names = ClassNameFilter.includeClassNamePatterns(classNames);

    LauncherFactory.create(onlyJqwik)
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selected)
                .filters(names)
                .configurationParameters(parameters)
                .build());

    TestExecutionSummary summary = listener.getSummary();
    summary.getFailures().forEach(failure -> failure.getException().printStackTrace());
    assertThat(summary.getFailures())
        .extracting(TestExecutionSummary.Failure::getTestIdentifier)
        .extracting(TestIdentifier::getDisplayName)
        .as("the properties that fail")
        .isEmpty();
    assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(minimum);
  }
}
