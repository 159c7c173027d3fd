package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.simulator.chain.BlockJsonCache;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.BatchReordering;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultInjector;
import network.rei.dau.simulator.fault.FaultResponder;

/** Takes one request from its bytes to its answer, through all the faults. */
public final class RequestHandler {

  private static final byte[] COMMA = ",".getBytes(US_ASCII);
  private static final byte[] OPEN = "[".getBytes(US_ASCII);
  private static final byte[] CLOSE = "]".getBytes(US_ASCII);
  private static final int PROMISED_TOO_MUCH = 1000;

  private final SimulatedChain chain;
  private final FaultInjector faults;
  private final NodeCounters counters;
  private final RpcResponder responder;

  public RequestHandler(
      SimulatedChain chain, FaultInjector faults, NodeCounters counters, BlockJsonCache rendered) {
    this.chain = chain;
    this.faults = faults;
    this.counters = counters;
    this.responder = new RpcResponder(faults, rendered);
  }

  /**
   * Answers, or lets the connection fail.
   *
   * @return whether the connection can be used further
   */
  boolean handle(HttpConnection.Request http, HttpConnection connection)
      throws IOException, InterruptedException {
    if (!http.method().equals("POST")) {
      connection.send(HttpAnswer.html(404, "Cannot " + http.method() + " /"));
      return true;
    }
    if (http.body() == null) {
      connection.send(HttpAnswer.html(413, "PayloadTooLargeError: request entity too large"));
      return true;
    }
    RpcRequest request;
    try {
      request = RpcRequest.parse(http.body());
    } catch (IOException e) {
      connection.send(HttpAnswer.html(400, "SyntaxError: Unexpected end of JSON input"));
      return true;
    }
    counters.asked(request, chain.view());
    Duration latency = faults.latencyOf(request.calls());
    if (!latency.isZero()) {
      Thread.sleep(latency.toMillis(), latency.toNanosPart() % 1_000_000);
    }
    Optional<Fault> instead = faults.inPlaceOfAnswer(request);
    if (instead.isPresent()) {
      return FaultResponder.answer(instead.get(), request, connection);
    }
    if (request.unanswerable()) {
      connection.hang();
      return false;
    }
    return answer(request, http.acceptsGzip(), connection);
  }

  private boolean answer(RpcRequest request, boolean acceptsGzip, HttpConnection connection)
      throws IOException {
    List<RpcCall> calls = request.calls();
    ChainView[] view = {chain.view()};
    long[] chainId = {view[0].spec().chainId()};
    faults.each(Fault.Lag.class, calls, lag -> view[0] = view[0].behind(lag.blocks()));
    faults.each(Fault.WrongChainId.class, calls, wrong -> chainId[0] = wrong.chainId());
    List<RpcItem> items = responder.answer(request, view[0], chainId[0]);

    List<Fault.Shuffle> shuffles = new ArrayList<>();
    if (request.batch()) {
      faults.each(Fault.ShuffledBatch.class, calls, shuffle -> shuffles.add(shuffle.how()));
    }
    List<RpcItem> shuffled = items;
    for (Fault.Shuffle shuffle : shuffles) {
      shuffled = BatchReordering.apply(shuffle, shuffled);
    }
    HttpAnswer answer = body(request.batch(), shuffled);

    List<Fault.Gzip> gzips = new ArrayList<>();
    faults.each(Fault.Gzip.class, calls, gzips::add);
    if (gzips.stream().anyMatch(gzip -> acceptsGzip || gzip.forced())) {
      answer = answer.gzipped();
    }
    List<Fault.Spoiling> spoilings = new ArrayList<>();
    faults.each(Fault.SpoiltBody.class, calls, spoilt -> spoilings.add(spoilt.how()));
    if (!spoilings.isEmpty()) {
      return sendSpoilt(spoilings.get(0), answer, connection);
    }
    if (shuffles.stream().allMatch(shuffle -> shuffle == Fault.Shuffle.OUT_OF_ORDER)) {
      counters.served(items);
    }
    connection.send(answer);
    return true;
  }

  private static boolean sendSpoilt(
      Fault.Spoiling how, HttpAnswer answer, HttpConnection connection) throws IOException {
    HttpAnswer half = answer.withPieces(List.of(answer.firstBytes(answer.length() / 2)));
    switch (how) {
      case TRUNCATED -> connection.send(half);
      case HTML ->
          connection.send(
              new HttpAnswer(200, HttpAnswer.HTML, "", HttpAnswer.gatewayPage(200).pieces()));
      case OVERSTATED_LENGTH ->
          connection.sendPromising(answer, answer.length() + PROMISED_TOO_MUCH);
      case CUT -> connection.sendPromising(half, answer.length());
    }
    return how == Fault.Spoiling.TRUNCATED || how == Fault.Spoiling.HTML;
  }

  /** The body of an answer: an array for a batch. */
  public static HttpAnswer body(boolean batch, List<RpcItem> items) {
    List<byte[]> pieces = new ArrayList<>(items.size() * 4 + 2);
    if (batch) {
      pieces.add(OPEN);
    }
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        pieces.add(COMMA);
      }
      items.get(i).appendTo(pieces);
    }
    if (batch) {
      pieces.add(CLOSE);
    }
    return HttpAnswer.json(pieces);
  }
}
