package network.rei.dau.http.v1.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The bounds of a window: {@code length}, {@code from} and {@code to} of a rolling window, {@code
 * from} and {@code to} of a time window, {@code fromBlock} and {@code toBlock} of a range of
 * blocks. Fields that do not apply are left out.
 *
 * @param length such as {@code 24h}
 * @param from inclusive
 * @param to exclusive
 * @param fromBlock inclusive
 * @param toBlock inclusive
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowBoundsView(
    String length, Instant from, Instant to, Long fromBlock, Long toBlock) {

  /**
   * Returns the bounds of a window.
   *
   * @param length of a rolling window, as the client wrote it
   */
  public static WindowBoundsView of(WindowActivity activity, Optional<String> length) {
    if (activity.window() instanceof BlockRange blocks) {
      return new WindowBoundsView(null, null, null, blocks.first(), blocks.last());
    }
    TimeWindow time = (TimeWindow) activity.window();
    // a rolling window ends at the last stored block, so that without blocks it has no bounds
    boolean unbounded = length.isPresent() && activity.span().isEmpty();
    return new WindowBoundsView(
        length.orElse(null),
        unbounded ? null : Instant.ofEpochSecond(time.from()),
        unbounded ? null : Instant.ofEpochSecond(time.to()),
        null,
        null);
  }
}
