/**
 * Provides counters and histograms that any thread may update.
 *
 * <p>They allocate nothing, take no lock and know no library; {@code observability.metrics} exports
 * them.
 */
package network.rei.dau.observability.instrument;
