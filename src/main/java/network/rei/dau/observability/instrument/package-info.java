/**
 * Provides counters and histograms that any thread may update.
 *
 * <p>Updates do not allocate and take no lock, and the classes depend on no library; {@code
 * observability.metrics} exports them.
 */
package network.rei.dau.observability.instrument;
