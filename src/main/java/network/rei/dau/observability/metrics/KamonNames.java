package network.rei.dau.observability.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Repeats the metrics of actors under the names and with the labels that Kamon gives them in
 * Prometheus. A class of actors is a group of Kamon, and also one actor, since single actors are
 * not measured.
 */
final class KamonNames {

  private static final String ACTOR = "actor";
  private static final String SYSTEM = "system";

  /**
   * How a metric is repeated.
   *
   * @param of selects the values by their labels
   * @param labels returns the labels of Kamon; values that get equal ones are added up
   */
  private record Rule(
      String ours, String kamon, Predicate<Labels> of, Function<Labels, Labels> labels) {}

  private final List<Rule> rules;

  /**
   * @param system the name of the actor system
   */
  KamonNames(String system) {
    Function<Labels, Labels> ofSystem = labels -> Labels.of(SYSTEM, system);
    Function<Labels, Labels> ofActor =
        labels ->
            Labels.of(
                "path",
                system + "/" + labels.get(ACTOR),
                SYSTEM,
                system,
                "dispatcher",
                "akka.actor.default-dispatcher");
    Function<Labels, Labels> ofGroup =
        labels -> Labels.of("group", labels.get(ACTOR), SYSTEM, system);
    Function<Labels, Labels> ofPool = labels -> Labels.of("name", labels.get("pool"));
    this.rules =
        List.of(
            rule("actor_mailbox_wait_seconds", "akka_actor_time_in_mailbox_seconds", ofActor),
            rule("actor_mailbox_wait_seconds", "akka_group_time_in_mailbox_seconds", ofGroup),
            rule("actor_processing_seconds", "akka_actor_processing_time_seconds", ofActor),
            rule("actor_processing_seconds", "akka_group_processing_time_seconds", ofGroup),
            rule("actor_mailbox_messages", "akka_actor_mailbox_size", ofActor),
            rule("actor_mailbox_messages", "akka_group_pending_messages", ofGroup),
            rule("actor_failures", "akka_actor_errors", ofActor),
            rule("actor_failures", "akka_group_errors", ofGroup),
            rule("actors", "akka_group_members", ofGroup),
            rule("actors", "akka_system_active_actors", ofSystem),
            rule(
                "actor_messages",
                "akka_system_processed_messages",
                labels -> Labels.of(SYSTEM, system, "tracked", "true")),
            rule("dead_letters", "akka_system_dead_letters", ofSystem),
            rule("unhandled_messages", "akka_system_unhandled_messages", ofSystem),
            remote("message_bytes", "inbound", "akka_remote_messages_inbound_size_bytes", ofSystem),
            remote(
                "message_bytes", "outbound", "akka_remote_messages_outbound_size_bytes", ofSystem),
            remote(
                "serialization_seconds",
                "inbound",
                "akka_remote_deserialization_time_seconds",
                ofSystem),
            remote(
                "serialization_seconds",
                "outbound",
                "akka_remote_serialization_time_seconds",
                ofSystem),
            rule("cluster_unreachable_members", "akka_cluster_members_unreachable", ofSystem),
            rule("pool_active_threads", "executor_threads_active", ofPool),
            rule("pool_queued_tasks", "executor_queue_size", ofPool));
  }

  private static Rule rule(String ours, String kamon, Function<Labels, Labels> labels) {
    return new Rule("rei_dau_" + ours, kamon, any -> true, labels);
  }

  private static Rule remote(
      String ours, String direction, String kamon, Function<Labels, Labels> labels) {
    return new Rule(
        "rei_dau_remote_" + ours,
        kamon,
        any -> Objects.equals(any.get("direction"), direction),
        labels);
  }

  /** Returns all metrics, and those that Kamon has under its names, too. */
  MetricSnapshots addTo(MetricSnapshots metrics) {
    return new MetricSnapshots(
        Stream.concat(metrics.stream(), metrics.stream().flatMap(this::repeated)).toList());
  }

  private Stream<MetricSnapshot> repeated(MetricSnapshot metric) {
    return rules.stream()
        .filter(rule -> rule.ours().equals(metric.getMetadata().getPrometheusName()))
        .flatMap(rule -> repeated(metric, rule));
  }

  private static Stream<MetricSnapshot> repeated(MetricSnapshot metric, Rule rule) {
    MetricMetadata metadata = new MetricMetadata(rule.kamon(), metric.getMetadata().getHelp());
    if (metric instanceof GaugeSnapshot gauge) {
      return Stream.of(
          new GaugeSnapshot(
              metadata,
              sums(gauge.getDataPoints(), GaugeDataPointSnapshot::getValue, rule)
                  .entrySet()
                  .stream()
                  .map(sum -> new GaugeDataPointSnapshot(sum.getValue(), sum.getKey(), null))
                  .toList()));
    }
    if (metric instanceof CounterSnapshot counter) {
      return Stream.of(
          new CounterSnapshot(
              metadata,
              sums(counter.getDataPoints(), CounterDataPointSnapshot::getValue, rule)
                  .entrySet()
                  .stream()
                  .map(sum -> new CounterDataPointSnapshot(sum.getValue(), sum.getKey(), null, 0))
                  .toList()));
    }
    if (metric instanceof HistogramSnapshot histogram) {
      return Stream.of(
          new HistogramSnapshot(
              metadata,
              histogram.getDataPoints().stream()
                  .filter(point -> rule.of().test(point.getLabels()))
                  .map(
                      point ->
                          HistogramDataPointSnapshot.builder()
                              .labels(rule.labels().apply(point.getLabels()))
                              .classicHistogramBuckets(point.getClassicBuckets())
                              .sum(point.getSum())
                              .build())
                  .toList()));
    }
    return Stream.empty();
  }

  private static <P extends DataPointSnapshot> Map<Labels, Double> sums(
      Collection<P> points, ToDoubleFunction<P> value, Rule rule) {
    return points.stream()
        .filter(point -> rule.of().test(point.getLabels()))
        .collect(
            Collectors.groupingBy(
                point -> rule.labels().apply(point.getLabels()),
                LinkedHashMap::new,
                Collectors.summingDouble(value)));
  }
}
