package network.rei.dau.e2e;

import java.util.List;

/** The environment of processes of the service that tests start. */
public final class ServiceEnvironment {

  private ServiceEnvironment() {}

  /**
   * Removes what configures the service or its telemetry from the environment of a process, and
   * selects the Java that runs this test.
   */
  public static void reset(ProcessBuilder builder) {
    builder.environment().keySet().removeIf(ServiceEnvironment::isOurs);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith("REI_")
        || variable.startsWith("OTEL_")
        || List.of("PORT", "CACHE_DIR", "JAVA_OPTS", "JAVA_TOOL_OPTIONS").contains(variable);
  }
}
