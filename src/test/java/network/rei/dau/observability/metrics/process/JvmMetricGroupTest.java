package network.rei.dau.observability.metrics.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.rei.dau.observability.metrics.MetricsText;
import org.junit.jupiter.api.Test;

class JvmMetricGroupTest {

  /** Dashboards for Micrometer use these names. */
  @Test
  void shouldHaveTheNamesAndTypesOfMicrometer() {
    List<String> types =
        MetricsText.of(new JvmMetricGroup()).lines().stream()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.substring("# TYPE ".length()))
            .toList();

    assertThat(types)
        .contains(
            "jvm_buffer_count_buffers gauge",
            "jvm_buffer_memory_used_bytes gauge",
            "jvm_buffer_total_capacity_bytes gauge",
            "jvm_classes_loaded_classes gauge",
            "jvm_classes_loaded_count_classes_total counter",
            "jvm_classes_unloaded_classes_total counter",
            "jvm_gc_collection_seconds summary",
            "jvm_memory_committed_bytes gauge",
            "jvm_memory_max_bytes gauge",
            "jvm_memory_used_bytes gauge",
            "jvm_threads_daemon_threads gauge",
            "jvm_threads_live_threads gauge",
            "jvm_threads_peak_threads gauge",
            "jvm_threads_started_threads_total counter",
            "jvm_threads_states_threads gauge",
            "process_cpu_seconds_total counter",
            "process_cpu_usage gauge",
            "process_files_max_files gauge",
            "process_files_open_files gauge",
            "process_start_time_seconds gauge",
            "process_uptime_seconds gauge",
            "system_cpu_usage gauge",
            "system_load_average_1m gauge");
  }

  @Test
  void shouldHaveTheLabelsOfMicrometer() {
    MetricsText page = MetricsText.of(new JvmMetricGroup());

    assertThat(page.sum("jvm_memory_used_bytes", "area=\"heap\"", "id=")).isPositive();
    assertThat(page.sum("jvm_memory_used_bytes", "area=\"nonheap\"", "id=")).isPositive();
    assertThat(page.has("jvm_buffer_count_buffers")).isTrue();
    assertThat(page.sum("jvm_buffer_count_buffers", "id=\"direct\"")).isNotNegative();
    assertThat(page.value("jvm_threads_states_threads", "state=\"timed-waiting\"")).isNotNegative();
    assertThat(page.sum("jvm_threads_states_threads", "state=\"runnable\"")).isPositive();
    assertThat(page.sum("jvm_gc_collection_seconds_count", "gc=")).isNotNegative();
    assertThat(page.value("process_start_time_seconds")).isGreaterThan(1.7e9);
    assertThat(page.value("process_cpu_seconds_total")).isPositive();
  }
}
