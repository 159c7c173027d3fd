package network.rei.dau.http.v1;

import java.util.List;

/**
 * Metrics that are null for another reason than blocks that cannot be counted.
 *
 * @param metrics their keys
 * @param reason as a sentence
 */
public record UnavailableView(List<String> metrics, String reason) {}
