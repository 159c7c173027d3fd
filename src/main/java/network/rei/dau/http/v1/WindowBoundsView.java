package network.rei.dau.http.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * Which window it is: {@code length}, {@code from} and {@code to} of a rolling one, {@code from}
 * and {@code to} of one of time, {@code fromBlock} and {@code toBlock} of a range of blocks. What
 * does not apply is left out.
 *
 * @param length such as {@code 24h}
 * @param from included
 * @param to not included
 * @param fromBlock included
 * @param toBlock included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowBoundsView(
    String length, Instant from, Instant to, Long fromBlock, Long toBlock) {

  /**
   * Returns the bounds of a window.
   *
   * @param length of a rolling window, as it was asked for
   */
  public static WindowBoundsView of(WindowActivity activity, Optional<String> length) {
    if (activity.window() instanceof BlockRange blocks) {
      return new WindowBoundsView(null, null, null, blocks.first(), blocks.last());
    }
    TimeWindow time = (TimeWindow) activity.window();
    // where nothing is stored, a rolling window ends nowhere
    boolean nowhere = length.isPresent() && activity.span().isEmpty();
    return new WindowBoundsView(
        length.orElse(null),
        nowhere ? null : Instant.ofEpochSecond(time.from()),
        nowhere ? null : Instant.ofEpochSecond(time.to()),
        null,
        null);
  }
}
