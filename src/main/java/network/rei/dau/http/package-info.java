/**
 * The HTTP side: the server, its routes and what every answer has in common (errors in JSON, CORS,
 * gzip). Holds no state: a route asks the {@code StatsStore} or the {@code StatsSupervisor} and
 * sends bytes.
 *
 * <p>May use the protocols of {@code stats} and {@code ingest}, {@code views} and {@code activity}.
 */
package network.rei.dau.http;
