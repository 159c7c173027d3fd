package network.rei.dau.http.v1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * An answer whose rows are of interest on their own: as CSV (RFC 4180, in UTF-8) they come without
 * what surrounds them, a line each, under a line with the names that the fields have in JSON.
 *
 * @param <R> a row: a record, whose components are its fields
 */
public interface TableView<R> extends ApiView {

  /** The class of a row. */
  @JsonIgnore
  Class<R> rowType();

  /** In order. */
  @JsonIgnore
  List<R> rows();

  /** The rows as CSV in UTF-8; nothing is written for null. */
  default byte[] csv() {
    return Csv.bytes(rowType(), rows());
  }
}
