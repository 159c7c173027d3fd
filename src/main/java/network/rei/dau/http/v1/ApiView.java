package network.rei.dau.http.v1;

import network.rei.dau.json.Json;

/** An answer of {@code /api/v1}. */
public interface ApiView {

  /** As JSON in UTF-8. */
  default byte[] json() {
    return Json.bytes(this);
  }
}
