/** Sends the metrics and the spans of this node to a collector of OpenTelemetry. */
package network.rei.dau.observability.telemetry;
