package network.rei.dau.http.v1.windows;

import java.time.Duration;
import java.util.Map;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.v1.DataResource;
import network.rei.dau.http.v1.Resource;
import network.rei.dau.http.v1.WindowLength;
import network.rei.dau.http.v1.WindowParameter;

/** {@code /windows}: what was active in any window. */
public final class WindowResources {

  private final Duration retention;

  /**
   * @param retention how far back records are kept
   */
  public WindowResources(Duration retention) {
    this.retention = retention;
  }

  public Map<String, Resource> all(DataResource.Tools tools) {
    return Map.of(
        "/windows/{length}", DataResource.object(tools, this::rolling),
        "/windows", DataResource.object(tools, this::absolute));
  }

  private DataResource.Query rolling(Parameters parameters) {
    String length = parameters.text("length").orElseThrow();
    return query(WindowParameter.rolling(WindowLength.of("length", length, retention)));
  }

  private DataResource.Query absolute(Parameters parameters) {
    return query(WindowParameter.absolute(parameters));
  }

  private static DataResource.Query query(WindowParameter choice) {
    return ledger -> DataResource.Result.of(view(ledger, choice));
  }

  private static WindowView view(Ledger ledger, WindowParameter choice) {
    return WindowView.of(ledger, choice.count().apply(ledger), choice.length());
  }
}
