package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.bench.cluster.AnswerCheck.Route;

/** Requests all kinds of answers from one node in turns, and checks each. */
final class Client implements AutoCloseable {

  /** Long enough for a machine that is busy with other work. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 150;
  private static final int QUOTED = 300;

  private final Member member;
  private final AnswerCheck check;
  private final SameAnswers same;
  private final Progress progress;
  private final Outages outages;
  private final Findings findings;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong complete = new AtomicLong();
  private final Background work;

  Client(
      Member member,
      AnswerCheck check,
      SameAnswers same,
      Progress progress,
      Outages outages,
      Findings findings) {
    this.member = member;
    this.check = check;
    this.same = same;
    this.progress = progress;
    this.outages = outages;
    this.findings = findings;
    work = Background.start("client", this::run);
  }

  /** Returns the number of answers that were checked. */
  long answered() {
    return answered.get();
  }

  /** Returns how many of them said that they are complete. */
  long complete() {
    return complete.get();
  }

  private void run() throws InterruptedException {
    while (true) {
      for (Route route : Route.values()) {
        if (outages.isOpen(member.index())) {
          probe();
        }
        ask(route);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void probe() throws InterruptedException {
    try {
      if (member.get("/ready", PROBE).statusCode() == 200) {
        outages.ready(member.index());
      }
    } catch (IOException e) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void ask(Route route) throws InterruptedException {
    long sent = System.nanoTime();
    try {
      HttpResponse<String> response = member.get(route.path(), TIMEOUT);
      if (response.statusCode() == 200) {
        check(route, response);
      } else {
        outages.failed(member.index(), sent, route.path() + ": " + quoted(response));
      }
    } catch (IOException e) {
      double seconds = (System.nanoTime() - sent) / 1e9;
      outages.failed(
          member.index(), sent, "%s: %s after %.1f s".formatted(route.path(), e, seconds));
    }
  }

  private void check(Route route, HttpResponse<String> response) throws IOException {
    JsonNode answer = json.readTree(response.body());
    answered.incrementAndGet();
    try {
      check
          .wrong(route, answer)
          .ifPresent(what -> wrong("wrong number", what + "; " + quoted(response), route));
    } catch (RuntimeException e) {
      wrong("unreadable answer", e + "; " + quoted(response), route);
    }
    if (!same.isSame(member.running(), route, response)) {
      wrong("another body with the same ETag", quoted(response), route);
    }
    boolean whole = AnswerCheck.isComplete(route, answer);
    if (whole) {
      complete.incrementAndGet();
    }
    progress.saw(member.index(), AnswerCheck.asOf(route, answer));
    if (route == Route.STATS) {
      progress.whole(member.index(), whole);
    }
  }

  private void wrong(String kind, String what, Route route) {
    findings.add(kind, "node " + member.index() + ", " + route.path() + ": " + what);
  }

  private static String quoted(HttpResponse<String> response) {
    String body = response.body();
    return response.statusCode()
        + " "
        + (body.length() > QUOTED ? body.substring(0, QUOTED) + "…" : body);
  }

  @Override
  public void close() {
    work.close();
  }
}
