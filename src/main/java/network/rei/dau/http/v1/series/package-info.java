/** Serves metrics over time: series, hours, days and retention. */
package network.rei.dau.http.v1.series;
