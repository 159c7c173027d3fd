package network.rei.dau.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** {@code PageIT} compares the texts of the page with the same tables. */
class NumberTextTest {

  @ParameterizedTest
  @CsvFileSource(resources = "/text/values.csv", delimiter = '|', numLinesToSkip = 1)
  void shouldWriteAValueWithItsUnit(double value, String unit, String text) {
    assertThat(NumberText.of(value, unit)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/text/axes.csv", delimiter = '|', numLinesToSkip = 1)
  void shouldWriteTheRoundNumbersOfAnAxis(String unit, String numbers, String texts) {
    List<Double> ticks = Arrays.stream(numbers.split(" ")).map(Double::valueOf).toList();
    double top = ticks.get(ticks.size() - 1);
    assertThat(ticks.stream().map(tick -> NumberText.onAxis(tick, unit, top)))
        .containsExactly(texts.split("; "));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/text/changes.csv", delimiter = '|', numLinesToSkip = 1)
  void shouldWriteAChangeWithItsSign(double change, String text) {
    assertThat(NumberText.change(change)).isEqualTo(text);
  }
}
