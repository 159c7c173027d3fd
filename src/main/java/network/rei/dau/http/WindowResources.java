package network.rei.dau.http;

import java.time.Duration;
import java.util.Map;
import network.rei.dau.activity.Ledger;
import network.rei.dau.views.WindowView;

/** {@code /windows}: what was active in any window. */
final class WindowResources {

  private final Duration retention;

  /**
   * @param retention how far back records are kept
   */
  WindowResources(Duration retention) {
    this.retention = retention;
  }

  Map<String, Resource> all(DataResource.Tools tools) {
    return Map.of(
        "/windows/{length}", DataResource.object(tools, this::rolling),
        "/windows", DataResource.object(tools, this::absolute));
  }

  private DataResource.Query rolling(Parameters parameters) {
    String length = parameters.text("length").orElseThrow();
    return query(WindowChoice.rolling(WindowLength.of("length", length, retention)));
  }

  private DataResource.Query absolute(Parameters parameters) {
    return query(WindowChoice.absolute(parameters));
  }

  private static DataResource.Query query(WindowChoice choice) {
    return ledger -> DataResource.Result.of(view(ledger, choice));
  }

  private static WindowView view(Ledger ledger, WindowChoice choice) {
    return WindowView.of(ledger, choice.count().apply(ledger), choice.length());
  }
}
