package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.dispatch.Dispatcher;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The threads that work: the dispatchers of the actors, and the pools beside them.
 *
 * @param pools by name
 */
record ThreadPoolMetricGroup(Map<String, ThreadPoolExecutor> pools, ActorSystem<?> system)
    implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    Meters.Gauges threads = to.gauges("rei_dau_pool_threads", "Threads of the pool.");
    Meters.Gauges active =
        to.gauges("rei_dau_pool_active_threads", "Threads of the pool that work now, about.");
    Meters.Gauges queued =
        to.gauges("rei_dau_pool_queued_tasks", "Tasks that wait for a thread of the pool, about.");
    pools.forEach(
        (name, pool) -> {
          threads.is(pool.getPoolSize(), "pool", name);
          active.is(pool.getActiveCount(), "pool", name);
          queued.is(pool.getQueue().size(), "pool", name);
        });
    dispatcher("default", DispatcherSelector.defaultDispatcher(), threads, active, queued);
    dispatcher(
        "internal",
        DispatcherSelector.fromConfig("akka.actor.internal-dispatcher"),
        threads,
        active,
        queued);
    threads.told();
    active.told();
    queued.told();
  }

  private void dispatcher(
      String name,
      DispatcherSelector selector,
      Meters.Gauges threads,
      Meters.Gauges active,
      Meters.Gauges queued) {
    if (system.dispatchers().lookup(selector) instanceof Dispatcher dispatcher
        && executor(dispatcher) instanceof ForkJoinPool pool) {
      String label = "dispatcher-" + name;
      threads.is(pool.getPoolSize(), "pool", label);
      active.is(pool.getActiveThreadCount(), "pool", label);
      queued.is(pool.getQueuedSubmissionCount() + pool.getQueuedTaskCount(), "pool", label);
    }
  }

  private static ExecutorService executor(Dispatcher dispatcher) {
    return dispatcher.executorService().executor();
  }
}
