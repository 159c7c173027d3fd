package network.rei.dau.simulator.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.simulator.chain.BlockJsonCache;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.BatchCorruptor;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultInjector;
import network.rei.dau.simulator.fault.FaultResponder;

/** Answers a request of a connection, with all active faults. */
public final class RequestHandler {

  private static final byte[] COMMA = ",".getBytes(US_ASCII);
  private static final byte[] OPEN = "[".getBytes(US_ASCII);
  private static final byte[] CLOSE = "]".getBytes(US_ASCII);
  private static final int OVERSTATED_BYTES = 1000;

  private final SimulatedChain chain;
  private final FaultInjector faults;
  private final NodeCounters counters;
  private final RpcResponder responder;

  /** The chain at which the node stands still; null if it does not. */
  private final AtomicReference<ChainView> standing = new AtomicReference<>();

  public RequestHandler(
      SimulatedChain chain, FaultInjector faults, NodeCounters counters, BlockJsonCache rendered) {
    this.chain = chain;
    this.faults = faults;
    this.counters = counters;
    this.responder = new RpcResponder(faults, rendered);
  }

  /**
   * Sends a response or breaks the connection.
   *
   * @return whether the connection remains usable
   */
  boolean handle(HttpConnection.Request http, HttpConnection connection)
      throws IOException, InterruptedException {
    if (!http.method().equals("POST")) {
      connection.send(HttpResponse.html(404, "Cannot " + http.method() + " /"));
      return true;
    }
    if (http.body() == null) {
      connection.send(HttpResponse.html(413, "PayloadTooLargeError: request entity too large"));
      return true;
    }
    RpcRequest request;
    try {
      request = RpcRequest.parse(http.body());
    } catch (IOException e) {
      connection.send(HttpResponse.html(400, "SyntaxError: Unexpected end of JSON input"));
      return true;
    }
    counters.requested(request, chain.view());
    Duration latency = faults.latencyOf(request.calls());
    if (!latency.isZero()) {
      Thread.sleep(latency.toMillis(), latency.toNanosPart() % 1_000_000);
    }
    Optional<Fault> replacement = faults.replacingResponse(request);
    if (replacement.isPresent()) {
      return FaultResponder.respond(replacement.get(), request, connection);
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
    faults.forEach(Fault.Lag.class, calls, lag -> view[0] = view[0].behind(lag.blocks()));
    faults.forEach(
        Fault.StandingHead.class,
        calls,
        still -> view[0] = standing.updateAndGet(now -> now == null ? view[0] : now));
    faults.forEach(Fault.WrongChainId.class, calls, wrong -> chainId[0] = wrong.chainId());
    List<RpcReply> replies = responder.answer(request, view[0], chainId[0]);

    List<Fault.BatchDefect> defects = new ArrayList<>();
    if (request.batch()) {
      faults.forEach(Fault.DefectiveBatch.class, calls, defect -> defects.add(defect.defect()));
    }
    List<RpcReply> corrupted = replies;
    for (Fault.BatchDefect defect : defects) {
      corrupted = BatchCorruptor.apply(defect, corrupted);
    }
    HttpResponse response = body(request.batch(), corrupted);

    List<Fault.Gzip> gzips = new ArrayList<>();
    faults.forEach(Fault.Gzip.class, calls, gzips::add);
    if (gzips.stream().anyMatch(gzip -> acceptsGzip || gzip.forced())) {
      response = response.gzipped();
    }
    List<Fault.BodyCorruption> corruptions = new ArrayList<>();
    faults.forEach(
        Fault.CorruptBody.class, calls, corrupt -> corruptions.add(corrupt.corruption()));
    if (!corruptions.isEmpty()) {
      return sendCorrupt(corruptions.get(0), response, connection);
    }
    if (defects.stream().allMatch(defect -> defect == Fault.BatchDefect.OUT_OF_ORDER)) {
      counters.served(replies);
    }
    connection.send(response);
    return true;
  }

  private static boolean sendCorrupt(
      Fault.BodyCorruption corruption, HttpResponse response, HttpConnection connection)
      throws IOException {
    HttpResponse half = response.withPieces(List.of(response.firstBytes(response.length() / 2)));
    switch (corruption) {
      case TRUNCATED -> connection.send(half);
      case HTML ->
          connection.send(
              new HttpResponse(200, HttpResponse.HTML, "", HttpResponse.gatewayPage(200).pieces()));
      case OVERSTATED_LENGTH ->
          connection.sendWithLength(response, response.length() + OVERSTATED_BYTES);
      case CUT -> connection.sendWithLength(half, response.length());
    }
    return corruption == Fault.BodyCorruption.TRUNCATED || corruption == Fault.BodyCorruption.HTML;
  }

  /** Returns a response with replies, as an array for a batch. */
  public static HttpResponse body(boolean batch, List<RpcReply> replies) {
    List<byte[]> pieces = new ArrayList<>(replies.size() * 4 + 2);
    if (batch) {
      pieces.add(OPEN);
    }
    for (int i = 0; i < replies.size(); i++) {
      if (i > 0) {
        pieces.add(COMMA);
      }
      replies.get(i).appendTo(pieces);
    }
    if (batch) {
      pieces.add(CLOSE);
    }
    return HttpResponse.json(pieces);
  }
}
