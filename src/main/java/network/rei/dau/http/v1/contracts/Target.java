package network.rei.dau.http.v1.contracts;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import network.rei.dau.activity.block.Address;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.label.Label;
import network.rei.dau.label.Labels;

/**
 * A contract, or the contracts of a group.
 *
 * @param key the address, or {@code group:} and the name of the group
 * @param label of the contract
 * @param group empty for a single contract
 */
record Target(
    String key, Collection<Address> contracts, Optional<Label> label, Optional<String> group) {

  private static final String GROUP = "group:";
  private static final String ALLOWED =
      "0x and 40 hexadecimal digits, or group: and the name of a group in the file of labels";

  /**
   * Returns the contract or group that a text names.
   *
   * @param name of the parameter
   * @throws InvalidParameterException if it is neither an address nor a known group
   */
  static Target of(String name, String text, Labels labels) {
    if (text.startsWith(GROUP)) {
      String group = text.substring(GROUP.length());
      SortedSet<Address> members = labels.members(group);
      if (!members.isEmpty()) {
        return new Target(text, members, Optional.empty(), Optional.of(group));
      }
    } else {
      try {
        Address address = Address.parse(text);
        return new Target(
            address.toString(), List.of(address), labels.describe(address), Optional.empty());
      } catch (IllegalArgumentException e) {
        // reported below, with what is allowed
      }
    }
    throw new InvalidParameterException(name, text, ALLOWED);
  }

  /** Returns the target of a text as {@link #of} does, or the group that the text names alone. */
  static Target ofGroupOrAddress(String name, String text, Labels labels) {
    return labels.members(text).isEmpty() ? of(name, text, labels) : of(name, GROUP + text, labels);
  }
}
