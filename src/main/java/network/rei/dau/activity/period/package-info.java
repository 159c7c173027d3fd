/**
 * Derives and holds the statistics of hours, UTC days, ISO weeks and months: counts, engagement and
 * retention.
 */
package network.rei.dau.activity.period;
