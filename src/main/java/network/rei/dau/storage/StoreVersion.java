package network.rei.dau.storage;

import java.util.OptionalLong;

/**
 * A version of a store and the mark of the commit that made it. A store that was put back to an
 * earlier state, as after the failover of a database to a replica that lacks the last commits, may
 * reach the same version with another content; its mark differs then.
 *
 * @param mark empty if it is not known: only the numbers are compared then
 */
public record StoreVersion(long number, OptionalLong mark) {

  public StoreVersion(long number, long mark) {
    this(number, OptionalLong.of(mark));
  }

  /** Returns a version whose mark is not known. */
  public static StoreVersion of(long number) {
    return new StoreVersion(number, OptionalLong.empty());
  }

  /** Returns whether this can be the version with this number and mark. */
  public boolean is(long otherNumber, long otherMark) {
    return number == otherNumber && mark.orElse(otherMark) == otherMark;
  }
}
