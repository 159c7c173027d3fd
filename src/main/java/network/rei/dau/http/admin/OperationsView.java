package network.rei.dau.http.admin;

import java.util.List;
import network.rei.dau.json.Json;

/** The operations that are under way and the last ones that ended, the newest first. */
public record OperationsView(List<OperationView> operations) {

  /** As JSON in UTF-8. */
  public byte[] json() {
    return Json.bytes(this);
  }
}
