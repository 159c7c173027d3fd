/** Exports what is served and sent over HTTP: responses, webhooks and telemetry. */
package network.rei.dau.observability.metrics.http;
