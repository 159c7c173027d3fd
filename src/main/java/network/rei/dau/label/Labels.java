package network.rei.dau.label;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import network.rei.dau.activity.block.Address;

/** The labels of addresses and the groups that they form. Immutable. */
public final class Labels {

  /** No labels. */
  public static final Labels NONE = new Labels(List.of(), "");

  private final Map<Address, Label> labels = new HashMap<>();
  private final SortedMap<String, SortedSet<Address>> groups = new TreeMap<>();
  private final String version;

  /**
   * Creates labels.
   *
   * @param labels of distinct addresses
   * @param version a short text of letters and digits that other labels do not have; empty for none
   */
  public Labels(List<Label> labels, String version) {
    for (Label label : labels) {
      this.labels.put(label.address(), label);
      label
          .group()
          .ifPresent(
              group ->
                  groups.computeIfAbsent(group, added -> new TreeSet<>()).add(label.address()));
    }
    groups.replaceAll((group, members) -> Collections.unmodifiableSortedSet(members));
    this.version = version;
  }

  /** Returns the label of an address. */
  public Optional<Label> describe(Address address) {
    return Optional.ofNullable(labels.get(address));
  }

  /** Returns all labelled addresses, in no order. */
  public Iterable<Address> addresses() {
    return Collections.unmodifiableSet(labels.keySet());
  }

  /** Returns the addresses of each group, in the order of the names. */
  public SortedMap<String, SortedSet<Address>> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }

  /** Returns the addresses of a group, in order; empty if there is no such group. */
  public SortedSet<Address> members(String group) {
    return groups.getOrDefault(group, Collections.emptySortedSet());
  }

  /** Returns the number of labelled addresses. */
  public int size() {
    return labels.size();
  }

  /**
   * Returns a short text of letters and digits that only equal files have, on any node; empty
   * without a file. Responses that show labels have it in their entity tag.
   */
  public String version() {
    return version;
  }
}
