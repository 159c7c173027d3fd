package network.rei.dau.http.v1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.rei.dau.json.Json;

/** How rows become CSV: columns in the order of the row's components, values as in JSON. */
final class Csv {

  private static final CsvMapper MAPPER =
      CsvMapper.csvBuilder()
          .addModule(Json.values())
          // else what is long is quoted unseen
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private Csv() {}

  static byte[] bytes(Class<?> rowType, List<?> rows) {
    CsvSchema schema = MAPPER.schemaFor(rowType).withHeader().withLineSeparator("\r\n");
    try {
      return MAPPER.writer(schema).writeValueAsString(rows).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows cannot be written: " + rowType, e);
    }
  }
}
