package network.rei.dau.http.health;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.DurationText;
import network.rei.dau.http.Responses;

/** What orchestrators and load balancers ask. Neither says anything of how old the data is. */
public final class Probes {

  private Probes() {}

  /** Depends on nothing but that requests are answered. */
  public static HttpResponse alive() {
    return response(new ProbeView("alive", List.of()));
  }

  /** 200 if the store has answered and the service is not stopping, else 503. */
  public static CompletionStage<HttpResponse> ready(ActorClient asks, Duration timeout) {
    return asks.snapshot()
        .handle(
            (data, failure) -> {
              List<String> reasons = new ArrayList<>();
              if (failure != null) {
                reasons.add("The store did not answer within " + DurationText.of(timeout) + ".");
              }
              if (asks.isStopping()) {
                reasons.add("The service is stopping.");
              }
              return reasons.isEmpty()
                  ? response(new ProbeView("ready", reasons))
                  : response(new ProbeView("not ready", reasons))
                      .withStatus(StatusCodes.SERVICE_UNAVAILABLE);
            });
  }

  private static HttpResponse response(ProbeView view) {
    return Responses.ok(view.json()).addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
