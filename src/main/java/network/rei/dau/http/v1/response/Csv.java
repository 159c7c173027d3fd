package network.rei.dau.http.v1.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.rei.dau.json.Json;
import network.rei.dau.json.TimeFormat;

/**
 * Renders rows as CSV (RFC 4180): a header line with the names that the fields have in JSON, the
 * columns in the order of the record's components, values as in JSON, lists separated by spaces,
 * and nothing for null.
 */
final class Csv {

  private static final CsvMapper MAPPER =
      CsvMapper.csvBuilder()
          .addModule(Json.values())
          // otherwise Jackson quotes every long value without looking at it
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private Csv() {}

  /**
   * Returns rows in UTF-8 whose columns depend on the request.
   *
   * @param rows values by column
   */
  static byte[] bytes(List<String> columns, List<?> rows, TimeFormat times) {
    CsvSchema.Builder schema = CsvSchema.builder();
    columns.forEach(schema::addColumn);
    return bytes(schema.build(), rows, times);
  }

  /** Returns the rows in UTF-8. */
  static byte[] bytes(Class<?> rowType, List<?> rows, TimeFormat times) {
    return bytes(MAPPER.schemaFor(rowType), rows, times);
  }

  private static byte[] bytes(CsvSchema columns, List<?> rows, TimeFormat times) {
    CsvSchema schema =
        columns.withHeader().withLineSeparator("\r\n").withArrayElementSeparator(" ");
    try {
      return Json.with(MAPPER.writer(schema), times)
          .writeValueAsString(rows)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Rows cannot be rendered as CSV: " + rows.get(0), e);
    }
  }
}
