package network.rei.dau.observability.metrics.process;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.dispatch.Dispatcher;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import network.rei.dau.concurrent.CountedRejections;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/**
 * The dispatchers of the actors and the thread pools of the service.
 *
 * @param pools the thread pools, by name
 */
public record ThreadPoolMetricGroup(Map<String, ThreadPoolExecutor> pools, ActorSystem<?> system)
    implements MetricGroup {

  /**
   * The dispatchers by the names of their metrics. Their queues are unbounded and refuse nothing.
   */
  private static final Map<String, DispatcherSelector> DISPATCHERS =
      Map.of(
          "default", DispatcherSelector.defaultDispatcher(),
          "internal", DispatcherSelector.fromConfig("akka.actor.internal-dispatcher"),
          "blocking", DispatcherSelector.blocking(),
          "rpc", DispatcherSelector.fromConfig("rei-dau-dispatchers.rpc"),
          "proof", DispatcherSelector.fromConfig("rei-dau-dispatchers.proof"));

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    pools.forEach(
        (name, pool) -> {
          collect(name, pool.getPoolSize(), pool.getActiveCount(), pool.getQueue().size(), metrics);
          if (pool.getRejectedExecutionHandler() instanceof CountedRejections rejected) {
            metrics.counter(
                "rei_dau_pool_rejected_tasks_total",
                "Tasks that were refused because the queue of the pool was full.",
                rejected.count(),
                "pool",
                name);
          }
        });
    DISPATCHERS.forEach((name, selector) -> dispatcher(name, selector, metrics));
  }

  private void dispatcher(String name, DispatcherSelector selector, MetricFamilies metrics) {
    if (!(system.dispatchers().lookup(selector) instanceof Dispatcher dispatcher)) {
      return;
    }
    ExecutorService executor = dispatcher.executorService().executor();
    if (executor instanceof ForkJoinPool pool) {
      collect(
          "dispatcher-" + name,
          pool.getPoolSize(),
          pool.getActiveThreadCount(),
          pool.getQueuedSubmissionCount() + pool.getQueuedTaskCount(),
          metrics);
    } else if (executor instanceof ThreadPoolExecutor pool) {
      collect(
          "dispatcher-" + name,
          pool.getPoolSize(),
          pool.getActiveCount(),
          pool.getQueue().size(),
          metrics);
    }
  }

  private static void collect(
      String pool, int threads, int active, long queued, MetricFamilies metrics) {
    metrics.gauge("rei_dau_pool_threads", "Threads of the pool.", threads, "pool", pool);
    metrics.gauge(
        "rei_dau_pool_active_threads",
        "Threads of the pool that execute tasks (an estimate).",
        active,
        "pool",
        pool);
    metrics.gauge(
        "rei_dau_pool_queued_tasks",
        "Tasks that wait for a thread of the pool (an estimate).",
        queued,
        "pool",
        pool);
  }
}
