/**
 * Counters and histograms that are added to where things happen, by any thread, without a lock and
 * without making anything, and read when somebody asks. No library, no names, no format: what is
 * told of them, and how, is decided by {@code metrics}.
 *
 * <p>Uses nothing of ours; everybody may use it.
 */
package network.rei.dau.counting;
