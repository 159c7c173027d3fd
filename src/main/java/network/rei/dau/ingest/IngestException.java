package network.rei.dau.ingest;

/** A failed step of ingest. The message is a sentence for operators, without secrets. */
public class IngestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final IngestFailureType type;

  public IngestException(IngestFailureType type, String message) {
    super(message);
    this.type = type;
  }

  /** Returns why the step failed. */
  public IngestFailureType type() {
    return type;
  }
}
