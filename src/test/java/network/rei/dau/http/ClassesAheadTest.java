package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClassesAheadTest {

  @ParameterizedTest
  @FieldSource("network.rei.dau.http.ClassesAhead#MORE")
  void everyClassThatIsLoadedAheadIsThere(String name) {
    assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException();
  }

  @Test
  void aStartGoesOnWhereLoadingAheadFails() {
    assertThatCode(() -> ClassesAhead.load(ConfigFactory.empty()).join())
        .doesNotThrowAnyException();
  }
}
