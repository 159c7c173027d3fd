package network.rei.dau.ingest;

/** A step of ingest failed. The message is a sentence for people. */
public final class IngestFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String type;
  private final boolean permanent;

  private IngestFailure(String type, boolean permanent, String reason) {
    super(reason);
    this.type = type;
    this.permanent = permanent;
  }

  /** Trying again may help. */
  public static IngestFailure transientOf(String type, String reason) {
    return new IngestFailure(type, false, reason);
  }

  /** Trying again in the same run cannot help. */
  public static IngestFailure permanentOf(String type, String reason) {
    return new IngestFailure(type, true, reason);
  }

  /** A short, stable word to count by. */
  String type() {
    return type;
  }

  boolean permanent() {
    return permanent;
  }
}
