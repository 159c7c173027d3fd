package network.rei.dau.http.v1.filter;

/**
 * The filter of an answer.
 *
 * @param filter that was applied
 * @param leftOut what it left out; null without a filter, or if nothing can be counted
 */
public record AppliedFilterView(String filter, LeftOutView leftOut) {}
