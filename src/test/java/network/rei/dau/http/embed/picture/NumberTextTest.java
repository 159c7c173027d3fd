package network.rei.dau.http.embed.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0|addresses|0
          6039|addresses|6,039
          9999999|transactions|9,999,999
          10000000|transactions|10M
          12345678|transactions|12.3M
          999999999|gas|1B
          8.64e13|gas|86.4T
          3e20|gas|300,000Q
          1.5|transactions per address|1.50
          0.01234|transactions per second|0.0123
          12.345|transactions per second|12.3
          3|seconds|3.00 s
          3.05|seconds|3.05 s
          0.1234|share|12.3%
          1|share|100.0%
          7|wei|0.00000000700 gwei
          1500000000|wei|1.50 gwei
          999|bytes|999 B
          1520|bytes|1.52 kB
          """)
  void shouldWriteAValueWithItsUnit(double value, String unit, String text) {
    assertThat(NumberText.of(value, unit)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0|addresses|0
          2500|addresses|2,500
          10000|addresses|10K
          2500000|transactions|2.5M
          0.2|share|20%
          0.5|seconds|0.5 s
          0|seconds|0 s
          2000000000|wei|2 gwei
          1000|bytes|1 kB
          2500|bytes|2.5 kB
          500|bytes|500 B
          """)
  void shouldWriteARoundNumberOfAnAxisShortly(double value, String unit, String text) {
    assertThat(NumberText.onAxis(value, unit)).isEqualTo(text);
  }
}
