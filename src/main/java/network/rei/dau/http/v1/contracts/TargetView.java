package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import network.rei.dau.activity.block.Address;
import network.rei.dau.http.v1.view.LabelView;

/**
 * A contract or a group, as a client named it.
 *
 * @param address null for a group
 * @param label of the contract; of a group, its name as {@code group} only
 * @param contracts the number of contracts of the group; 1 for a single contract
 */
record TargetView(Address address, @JsonUnwrapped LabelView label, int contracts) {

  static TargetView of(Target target) {
    return target
        .group()
        .map(
            group ->
                new TargetView(null, new LabelView(null, group, null), target.contracts().size()))
        .orElseGet(
            () ->
                new TargetView(
                    target.contracts().iterator().next(), LabelView.of(target.label()), 1));
  }
}
