package network.rei.dau.http.v1.view;

import java.util.Optional;
import network.rei.dau.label.Label;

/**
 * What the file of labels says of an address; all is null if it is not there.
 *
 * @param group the name of its group; null also without one
 * @param url of a page about it; null also without one
 */
public record LabelView(String name, String group, String url) {

  /** Returns the view of the label of an address. */
  public static LabelView of(Optional<Label> label) {
    return new LabelView(
        label.map(Label::name).orElse(null),
        label.flatMap(Label::group).orElse(null),
        label.flatMap(Label::url).orElse(null));
  }
}
