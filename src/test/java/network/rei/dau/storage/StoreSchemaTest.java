package network.rei.dau.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreSchemaTest {

  @Test
  void shouldListEveryMigrationInTheFolder() throws IOException, URISyntaxException {
    URL folder = StoreSchemaTest.class.getResource("/db/migration/sqlite");
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(StoreSchema.MIGRATIONS);
    }
  }

  @Test
  void shouldNumberMigrationsFromOneWithoutAGap() {
    assertThat(StoreSchema.MIGRATIONS)
        .zipSatisfy(
            IntStream.rangeClosed(1, StoreSchema.MIGRATIONS.size()).boxed().toList(),
            (name, number) -> assertThat(name).startsWith("V" + number + "__").endsWith(".sql"));
  }
}
