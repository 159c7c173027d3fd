package network.rei.dau.http.v1;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.mapResponse;
import static network.rei.dau.http.directive.JsonDirectives.completeJson;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.server.Route;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.directive.Cors;
import network.rei.dau.http.memory.BodyMemory;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.problem.ProblemHandlers;
import network.rei.dau.http.ratelimit.ClientKey;
import network.rei.dau.http.v1.addresses.AddressResources;
import network.rei.dau.http.v1.blockscout.BlockscoutResources;
import network.rei.dau.http.v1.concentration.ConcentrationResources;
import network.rei.dau.http.v1.contracts.ContractResources;
import network.rei.dau.http.v1.definitions.DefinitionResource;
import network.rei.dau.http.v1.events.EventFeed;
import network.rei.dau.http.v1.events.EventResource;
import network.rei.dau.http.v1.response.ComputePool;
import network.rei.dau.http.v1.response.ResponseCache;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.series.SeriesResources;
import network.rei.dau.http.v1.status.StatusResource;
import network.rei.dau.http.v1.windows.WindowResources;
import network.rei.dau.label.Labels;

/** The routes under {@code /api/v1}. All errors are problem details (RFC 9457). */
public final class V1Routes {

  /** The paths of these routes, as the OpenAPI description writes them. */
  public static final List<String> PATHS =
      List.of(
          "/api/v1",
          "/api/v1/windows",
          "/api/v1/windows/{length}",
          "/api/v1/metrics",
          "/api/v1/series",
          "/api/v1/series/{metric}",
          "/api/v1/hours",
          "/api/v1/days",
          "/api/v1/retention",
          "/api/v1/addresses/top",
          "/api/v1/addresses/{address}",
          "/api/v1/concentration",
          "/api/v1/concentration/series",
          "/api/v1/definitions",
          "/api/v1/contracts",
          "/api/v1/contracts/newcomers",
          "/api/v1/contracts/groups",
          "/api/v1/contracts/{address}",
          "/api/v1/contracts/{address}/series/{metric}",
          "/api/v1/contracts/{address}/retention",
          "/api/v1/contracts/{address}/concentration",
          "/api/v1/contracts/{address}/concentration/series",
          "/api/v1/overlap",
          "/api/v1/lines",
          "/api/v1/lines/{name}",
          "/api/v1/counters",
          "/api/v1/status",
          "/api/v1/events");

  /** The paths at which clients of Blockscout's statistics service look first. */
  public static final List<String> STATS_SERVICE_PATHS =
      List.of(
          "/stats-service/api/v1/lines",
          "/stats-service/api/v1/lines/{name}",
          "/stats-service/api/v1/counters");

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final SnapshotDirectives snapshots;
  private final WindowResources windows;
  private final SeriesResources series;
  private final AddressResources addresses;
  private final ConcentrationResources concentration;
  private final DefinitionResource definitions;
  private final ContractResources contracts;
  private final BlockscoutResources blockscout;
  private final StatusResource status;
  private final EventResource events;

  public V1Routes(
      ActorClient actors,
      ComputePool computePool,
      ActorRef<EventFeed.Command> eventFeed,
      HttpSettings settings,
      Supplier<Labels> labels,
      ResourceMetrics held,
      Clock clock) {
    ResponseMemory memory = held.memory();
    ResponseCache cache = new ResponseCache(memory.cacheLimit());
    RecordCache records = new RecordCache(memory.recordCacheLimit());
    memory.readCachedBytesFrom(cache::bytes, records::bytes);
    snapshots =
        new SnapshotDirectives(
            actors,
            computePool,
            cache,
            records,
            new BodyMemory(memory),
            labels,
            settings.filter().rules().version(),
            clock,
            settings.staleAfter());
    windows = new WindowResources(snapshots, settings.retention(), settings.filter());
    series = new SeriesResources(snapshots, settings.filter());
    addresses = new AddressResources(snapshots, settings.retention(), settings.filter());
    concentration = new ConcentrationResources(snapshots, settings.retention(), settings.filter());
    definitions =
        new DefinitionResource(snapshots, settings.retention(), settings.filter().rules());
    contracts = new ContractResources(snapshots, settings.retention(), settings.filter());
    blockscout = new BlockscoutResources(snapshots, settings.filter().countsNonces());
    status = new StatusResource(actors, computePool, clock, settings);
    events =
        new EventResource(
            eventFeed,
            settings.eventStreams(),
            held,
            new ClientKey(settings.rateLimit().trustedProxies()),
            HEARTBEAT);
  }

  /** Returns the directives of these resources, for others that show the same data. */
  public SnapshotDirectives snapshots() {
    return snapshots;
  }

  /** Returns the routes below {@code /api/v1}, which complete every request. */
  public Route route() {
    Map<String, Route> resources = new HashMap<>(series.routes());
    resources.putAll(contracts.routes());
    resources.putAll(blockscout.routes());
    resources.put("windows", windows.route());
    resources.put("addresses", addresses.route());
    resources.put("concentration", concentration.route());
    resources.put("definitions", definitions.route());
    resources.put("status", status.route());
    resources.put("events", events.route());
    Route index = resource(() -> get(() -> completeJson(IndexView.current())));
    return sealed(segments(resources, index));
  }

  /** Returns the routes below {@code /stats-service}, which complete every request. */
  public Route statsService() {
    return sealed(segments(Map.of("api", segments(Map.of("v1", segments(blockscout.routes()))))));
  }

  private static Route sealed(Route routes) {
    Route route = ProblemHandlers.seal(routes);
    return mapResponse(Cors::exposed, () -> route);
  }
}
