package network.rei.dau.observability.metrics.process;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The JVM and the process. Names and labels are those of Micrometer, which dashboards expect. */
public final class JvmMetricGroup implements MetricGroup {

  private static final double MILLIS = 1e-3;
  private static final double NANOS = 1e-9;

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    memory(metrics);
    longLived(metrics);
    buffers(metrics);
    garbageCollectors(metrics);
    classes(metrics);
    threads(metrics);
    process(metrics);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      processors(system, metrics);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      files(unix, metrics);
    }
  }

  private static void memory(MetricFamilies metrics) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      String[] labels = {
        "area", pool.getType() == MemoryType.HEAP ? "heap" : "nonheap", "id", pool.getName()
      };
      metrics.gauge("jvm_memory_used_bytes", "The amount of used memory", usage.getUsed(), labels);
      metrics.gauge(
          "jvm_memory_committed_bytes",
          "The amount of memory in bytes that is committed for the Java virtual machine to use",
          usage.getCommitted(),
          labels);
      metrics.gauge(
          "jvm_memory_max_bytes",
          "The maximum amount of memory in bytes that can be used for memory management",
          usage.getMax(),
          labels);
    }
  }

  /**
   * The use of the heap that no collection can reduce: a pool that is full of garbage is no fault.
   */
  private static void longLived(MetricFamilies metrics) {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(JvmMetricGroup::isLongLived)
        .findFirst()
        .ifPresent(
            pool -> {
              MemoryUsage afterCollection = pool.getCollectionUsage();
              if (afterCollection != null) {
                metrics.gauge(
                    "jvm_gc_live_data_size_bytes",
                    "Size of long-lived heap memory pool after reclamation",
                    afterCollection.getUsed());
              }
              metrics.gauge(
                  "jvm_gc_max_data_size_bytes",
                  "Max size of long-lived heap memory pool",
                  pool.getUsage().getMax());
            });
  }

  private static boolean isLongLived(MemoryPoolMXBean pool) {
    String name = pool.getName();
    return name.endsWith("Old Gen")
        || name.endsWith("Tenured Gen")
        || name.equals("ZHeap")
        || name.equals("Shenandoah");
  }

  private static void buffers(MetricFamilies metrics) {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      metrics.gauge(
          "jvm_buffer_count_buffers",
          "An estimate of the number of buffers in the pool",
          pool.getCount(),
          "id",
          pool.getName());
      metrics.gauge(
          "jvm_buffer_memory_used_bytes",
          "An estimate of the memory that the Java virtual machine is using for this buffer pool",
          pool.getMemoryUsed(),
          "id",
          pool.getName());
      metrics.gauge(
          "jvm_buffer_total_capacity_bytes",
          "An estimate of the total capacity of the buffers in this pool",
          pool.getTotalCapacity(),
          "id",
          pool.getName());
    }
  }

  private static void garbageCollectors(MetricFamilies metrics) {
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            collector ->
                metrics.summary(
                    "jvm_gc_collection_seconds",
                    "Time spent in a garbage collector.",
                    collector.getCollectionCount(),
                    collector.getCollectionTime() * MILLIS,
                    "gc",
                    collector.getName()));
  }

  private static void classes(MetricFamilies metrics) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    metrics.gauge(
        "jvm_classes_loaded_classes",
        "The number of classes that are currently loaded in the Java virtual machine",
        classes.getLoadedClassCount());
    metrics.counter(
        "jvm_classes_loaded_count_classes_total",
        "The number of classes loaded in the Java virtual machine",
        classes.getTotalLoadedClassCount());
    metrics.counter(
        "jvm_classes_unloaded_classes_total",
        "The number of classes unloaded in the Java virtual machine",
        classes.getUnloadedClassCount());
  }

  private static void threads(MetricFamilies metrics) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    metrics.gauge(
        "jvm_threads_live_threads",
        "The current number of live threads including both daemon and non-daemon threads",
        threads.getThreadCount());
    metrics.gauge(
        "jvm_threads_daemon_threads",
        "The current number of live daemon threads",
        threads.getDaemonThreadCount());
    metrics.gauge(
        "jvm_threads_peak_threads",
        "The peak live thread count since the Java virtual machine started or peak was reset",
        threads.getPeakThreadCount());
    metrics.counter(
        "jvm_threads_started_threads_total",
        "The total number of application threads started in the JVM",
        threads.getTotalStartedThreadCount());
    Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      // A thread that has ended since the identifiers were read has no information.
      if (thread != null) {
        states.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    for (Thread.State state : Thread.State.values()) {
      metrics.gauge(
          "jvm_threads_states_threads",
          "The current number of threads",
          states.getOrDefault(state, 0),
          "state",
          state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  private static void process(MetricFamilies metrics) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    metrics.gauge(
        "process_uptime_seconds",
        "The uptime of the Java virtual machine",
        runtime.getUptime() * MILLIS);
    metrics.gauge(
        "process_start_time_seconds",
        "Start time of the process since unix epoch.",
        runtime.getStartTime() * MILLIS);
  }

  private static void processors(OperatingSystemMXBean system, MetricFamilies metrics) {
    metrics.counter(
        "process_cpu_seconds_total",
        "CPU time that the process has used.",
        system.getProcessCpuTime() * NANOS);
    metrics.gauge(
        "process_cpu_usage",
        "The \"recent cpu usage\" for the Java Virtual Machine process",
        system.getProcessCpuLoad());
    metrics.gauge(
        "system_cpu_usage",
        "The \"recent cpu usage\" of the system the application is running in",
        system.getCpuLoad());
    if (system.getSystemLoadAverage() >= 0) {
      metrics.gauge(
          "system_load_average_1m",
          "The sum of the number of runnable entities queued to available processors and the number"
              + " of runnable entities running on the available processors averaged over a period"
              + " of time",
          system.getSystemLoadAverage());
    }
  }

  private static void files(UnixOperatingSystemMXBean unix, MetricFamilies metrics) {
    metrics.gauge(
        "process_files_open_files",
        "The open file descriptor count",
        unix.getOpenFileDescriptorCount());
    metrics.gauge(
        "process_files_max_files",
        "The maximum file descriptor count",
        unix.getMaxFileDescriptorCount());
  }
}
