package network.rei.dau.label;

/** A file of labels cannot be used. The message is one line that says where and why. */
final class LabelFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1, which is the header
   */
  LabelFileException(long line, String reason) {
    this("line " + line + ": " + reason);
  }

  /**
   * @param column by the name that the header gives it
   * @param value the invalid value, of which the beginning is shown
   */
  LabelFileException(long line, String column, String value, String allowed) {
    this(line, "%s is '%s': %s".formatted(column, shown(value), allowed));
  }

  LabelFileException(String reason) {
    super(reason);
  }

  private static String shown(String value) {
    String printable = value.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
  }
}
