package network.rei.dau.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.util.Optional;
import network.rei.dau.observability.log.LoggerLevels.LoggerLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LoggerLevelsTest {

  private static final String PARENT = "network.rei.dau.test.levels";
  private static final String CHILD = PARENT + ".Child";

  @AfterEach
  void reset() {
    LoggerLevels.set(PARENT, Optional.empty());
  }

  @Test
  void shouldSetTheLevelOfALoggerAndOfItsChildren() {
    LoggerLevel set = LoggerLevels.set(PARENT, Optional.of("DEBUG"));

    assertThat(set).isEqualTo(new LoggerLevel(PARENT, "DEBUG", "DEBUG"));
    assertThat(LoggerLevels.of(CHILD)).isEqualTo(new LoggerLevel(CHILD, null, "DEBUG"));
    assertThat(LoggerFactory.getLogger(CHILD).isDebugEnabled()).isTrue();
    assertThat(LoggerLevels.configured()).contains(set);
  }

  @Test
  void shouldTakeTheLevelOfTheParentAgain() {
    String before = LoggerLevels.of(PARENT).effectiveLevel();
    LoggerLevels.set(PARENT, Optional.of("TRACE"));

    assertThat(LoggerLevels.set(PARENT, Optional.empty()))
        .isEqualTo(new LoggerLevel(PARENT, null, before));
  }

  @Test
  void shouldKeepTheLevelOfTheRoot() {
    LoggerLevel root = LoggerLevels.of("ROOT");

    assertThat(LoggerLevels.set("ROOT", Optional.empty())).isEqualTo(root);
    assertThat(root.configuredLevel()).isNotNull();
  }

  @Test
  void shouldNotCreateALoggerByALookup() {
    String name = PARENT + ".Unknown";
    LoggerLevels.of(name);

    assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).exists(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "1a", "a\nb"})
  void shouldRefuseOtherNames(String name) {
    assertThat(LoggerLevels.isName(name)).isFalse();
    assertThat(LoggerLevels.isName("x".repeat(201))).isFalse();
  }

  @Test
  void shouldKnowTheLevelsInAnyCase() {
    assertThat(LoggerLevels.level("debug")).contains("DEBUG");
    assertThat(LoggerLevels.level("loud")).isEmpty();
  }
}
