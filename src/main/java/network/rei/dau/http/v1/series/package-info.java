/** Serves metrics over time: series, days and retention. */
package network.rei.dau.http.v1.series;
