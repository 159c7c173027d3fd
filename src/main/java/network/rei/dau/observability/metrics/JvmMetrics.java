package network.rei.dau.observability.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The JVM and the process, as Micrometer tells of them everywhere. */
final class JvmMetrics {

  private static final double NANOS = 1e-9;

  private JvmMetrics() {}

  /** Told at each scrape of the registry. */
  static void bindTo(MeterRegistry registry) {
    // Its name is against Prometheus's rules, and nobody misses it.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    // Told below by the name and the unit that Prometheus's own clients have for it.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    // Micrometer's own would count from now on only, and these count from the JVM's start.
    ManagementFactory.getGarbageCollectorMXBeans().forEach(bean -> collections(bean, registry));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder(
              "process_cpu_seconds_total", system, bean -> bean.getProcessCpuTime() * NANOS)
          .description("Time that the process has had of all processors.")
          .register(registry);
    }
  }

  private static void collections(GarbageCollectorMXBean collector, MeterRegistry registry) {
    FunctionTimer.builder(
            "jvm_gc_collection",
            collector,
            GarbageCollectorMXBean::getCollectionCount,
            GarbageCollectorMXBean::getCollectionTime,
            TimeUnit.MILLISECONDS)
        .description("Time spent in a garbage collector.")
        .tags("gc", collector.getName())
        .register(registry);
  }
}
