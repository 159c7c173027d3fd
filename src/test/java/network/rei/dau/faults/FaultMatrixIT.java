package network.rei.dau.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import network.rei.dau.faults.FaultMatrix.Trial;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault of each kind alone, and some in combination; {@link FaultMatrixNightly} has all. */
@Order(4)
@Execution(ExecutionMode.CONCURRENT)
class FaultMatrixIT {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("alone")
  void shouldEndWithTheTrueNumbersUnderOneFaultOfEachKind(Trial trial) throws IOException {
    FaultMatrix.check(trial, folder);
  }

  @ParameterizedTest
  @MethodSource("combined")
  void shouldEndWithTheTrueNumbersUnderSeveralFaultsAtOnce(Trial trial) throws IOException {
    FaultMatrix.check(trial, folder);
  }

  static Stream<Trial> alone() {
    return FaultMatrix.oneOfEachKind();
  }

  static Stream<Trial> combined() {
    return FaultMatrix.combinations(4);
  }
}
