/**
 * The HTTP side: the server, its routes and what every answer has in common (errors in JSON, CORS,
 * gzip). Holds no state of the data: a route asks the {@code StatsStore} or the {@code
 * StatsSupervisor} and sends bytes. What is computed first is so on threads of its own. The actor
 * {@code EventFeed} knows who listens to events, and what each was told last.
 *
 * <p>May use the protocols of {@code stats} and {@code ingest}, {@code views} and {@code activity}.
 */
package network.rei.dau.http;
