package network.rei.dau.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
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
    LoggerLevels.reset(PARENT);
  }

  @Test
  void shouldSetTheLevelOfALoggerAndOfItsChildren() {
    LoggerLevel set = LoggerLevels.set(PARENT, "DEBUG");

    assertThat(set).isEqualTo(new LoggerLevel(PARENT, "DEBUG", "DEBUG"));
    assertThat(LoggerLevels.of(CHILD)).isEqualTo(new LoggerLevel(CHILD, null, "DEBUG"));
    assertThat(LoggerFactory.getLogger(CHILD).isDebugEnabled()).isTrue();
    assertThat(LoggerLevels.configured()).contains(set);
  }

  @Test
  void shouldTakeTheLevelOfTheParentAgain() {
    String before = LoggerLevels.of(PARENT).effectiveLevel();
    LoggerLevels.set(PARENT, "TRACE");

    assertThat(LoggerLevels.reset(PARENT)).isEqualTo(new LoggerLevel(PARENT, null, before));
  }

  @Test
  void shouldKeepTheLevelOfTheRoot() {
    LoggerLevel root = LoggerLevels.of("ROOT");

    assertThat(LoggerLevels.reset("ROOT")).isEqualTo(root);
    assertThat(root.configuredLevel()).isNotNull();
  }

  @Test
  void shouldLogWhetherALevelWasSetOrReset() {
    String before = LoggerLevels.of(PARENT).effectiveLevel();
    try (CapturedLog log = CapturedLog.of(LoggerLevels.class.getName(), Level.WARN)) {
      LoggerLevels.set(PARENT, "TRACE");
      LoggerLevels.reset(PARENT);
      LoggerLevels.reset("ROOT");

      assertThat(log.lines())
          .containsExactly(
              "WARN An operator has set the level of the logger " + PARENT + " to TRACE",
              "WARN An operator has reset the level of the logger "
                  + PARENT
                  + " to that of its parent, "
                  + before);
    }
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
