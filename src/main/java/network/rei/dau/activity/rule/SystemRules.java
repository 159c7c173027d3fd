package network.rei.dau.activity.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules in order: a transaction counts for the first rule that it meets. Immutable. */
public final class SystemRules {

  /** The largest number of rules. */
  public static final int MAX_RULES = Long.SIZE;

  /** No rules: no transaction is of the system. */
  public static final SystemRules NONE = new SystemRules(List.of());

  private final List<SystemRule> rules;

  private SystemRules(List<SystemRule> rules) {
    this.rules = rules;
  }

  /**
   * Returns rules.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_RULES}, or two have one
   *     name
   */
  public static SystemRules of(List<SystemRule> rules) {
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException("at most " + MAX_RULES + " rules are allowed");
    }
    Set<String> names = new HashSet<>();
    for (SystemRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules have the name " + rule.name());
      }
    }
    return rules.isEmpty() ? NONE : new SystemRules(List.copyOf(rules));
  }

  /** Returns the rules in order; their places are the numbers that a {@link RecordFilter} gives. */
  public List<SystemRule> rules() {
    return rules;
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Returns a short text of letters and digits that only equal rules have, on any node; empty
   * without rules. Responses that depend on rules have it in their entity tag.
   */
  public String version() {
    return rules.isEmpty() ? "" : "r" + Integer.toHexString(rules.toString().hashCode());
  }
}
