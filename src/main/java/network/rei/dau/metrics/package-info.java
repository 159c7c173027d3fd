/**
 * What an operator sees of this node: the metrics of {@code /metrics}, their names, help and
 * labels. Alone knows Micrometer and Prometheus's formats. Nothing is pushed here: at each scrape
 * what other packages have counted ({@code counting}) and how they stand is read, so that nothing
 * of this is loaded before the first.
 *
 * <p>May use what others tell of themselves; only the root makes it.
 */
package network.rei.dau.metrics;
