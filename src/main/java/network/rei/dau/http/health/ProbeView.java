package network.rei.dau.http.health;

import java.util.List;

/**
 * The answer to a probe.
 *
 * @param status {@code alive}, {@code ready} or {@code not ready}
 * @param reasons why it is not ready, a sentence each; empty otherwise
 */
public record ProbeView(String status, List<String> reasons) {}
