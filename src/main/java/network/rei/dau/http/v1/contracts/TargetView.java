package network.rei.dau.http.v1.contracts;

import network.rei.dau.activity.block.Address;
import network.rei.dau.label.Label;

/**
 * A contract or a group, as a client named it.
 *
 * @param address null for a group
 * @param name in the file of labels; null, like the next two, if it is not there
 * @param group the name of the group, or the group of the contract
 * @param contracts the number of contracts of the group; 1 for a single contract
 */
record TargetView(Address address, String name, String group, String url, int contracts) {

  static TargetView of(Target target) {
    return target
        .group()
        .map(group -> new TargetView(null, null, group, null, target.contracts().size()))
        .orElseGet(
            () ->
                new TargetView(
                    target.contracts().iterator().next(),
                    target.label().map(Label::name).orElse(null),
                    target.label().flatMap(Label::group).orElse(null),
                    target.label().flatMap(Label::url).orElse(null),
                    1));
  }
}
