/**
 * Derives and holds what is known of hours, UTC days, ISO weeks and months: counts, engagement and
 * retention.
 */
package network.rei.dau.activity.period;
