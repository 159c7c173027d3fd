/** Serves server-sent events, which report changes of the data and of ingest. */
package network.rei.dau.http.v1.events;
