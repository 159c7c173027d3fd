package network.rei.dau.http.connection;

import akka.Done;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes the bytes that a client sends to the parser of Akka HTTP, as long as the head of a request
 * is neither too large nor too late. Otherwise it ends the input of the parser, which then answers
 * 400 and closes the connection. The parser limits the number of headers and the size of each, but
 * not their sum; and the idle timeout begins again with each byte.
 *
 * <p>The limits are checked when the parser demands more bytes, so that requests which arrive
 * complete cost nothing.
 */
final class HeadLimit
    extends AbstractGraphStageWithMaterializedValue<
        FlowShape<ByteString, ByteString>, CompletionStage<Done>> {

  /**
   * After the end of the parser's input, so many bytes are read, so that the client is not reset.
   */
  private static final int LINGER_BYTES = 256 * 1024;

  /**
   * So many bytes are parsed at a time. The parser recurses for each request that the bytes
   * contain, so that thousands of short requests in one read would overflow the stack.
   */
  private static final int PIECE_BYTES = 2048;

  private static final Object TIMER = "head";

  private final Inlet<ByteString> in = Inlet.create("HeadLimit.in");
  private final Outlet<ByteString> out = Outlet.create("HeadLimit.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final RequestHead head;
  private final OpenConnections connections;

  HeadLimit(RequestHead head, OpenConnections connections) {
    this.head = head;
    this.connections = connections;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  /** Materializes a stage that completes when the connection is closed. */
  @Override
  public Pair<GraphStageLogic, CompletionStage<Done>> createLogicAndMaterializedValuePair(
      Attributes attributes) {
    Logic logic = new Logic();
    return Pair.create(logic, logic.closed);
  }

  private final class Logic extends TimerGraphStageLogic implements OpenConnections.Connection {

    private final AsyncCallback<Boolean> onClose = createAsyncCallback(this::close);
    private final CompletableFuture<Done> closed = new CompletableFuture<>();
    private ByteString unparsed = ByteString.emptyByteString();
    private int reserved;
    private int ignored;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              onBytes(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              if (unparsed.isEmpty()) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              onDemand();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              ignoreInput();
            }
          });
    }

    @Override
    public void preStart() {
      scheduleOnce(TIMER, Duration.ofNanos(head.remainingNanos(System.nanoTime())));
      connections.opened(this);
    }

    @Override
    public void postStop() {
      connections.release(reserved);
      connections.closed(this);
      closed.complete(Done.done());
    }

    @Override
    public void finish() {
      onClose.invoke(false);
    }

    @Override
    public void abort() {
      onClose.invoke(true);
    }

    private void close(boolean atOnce) {
      if (atOnce) {
        failStage(new IllegalStateException("The service is stopping."));
      } else {
        endInput();
      }
    }

    private void onBytes(ByteString bytes) {
      if (isClosed(out)) {
        ignored += bytes.size();
        ignoreInput();
      } else {
        unparsed = bytes;
        pushPiece();
      }
    }

    private void pushPiece() {
      ByteString piece = unparsed.take(PIECE_BYTES);
      unparsed = unparsed.drop(piece.size());
      head.received(piece.size(), System.nanoTime());
      push(out, piece);
      if (unparsed.isEmpty() && isClosed(in)) {
        completeStage();
      }
    }

    private void onDemand() {
      int bytes = head.bytes();
      if (bytes != reserved) {
        connections.release(reserved);
        reserved = 0;
        if (head.isTooLarge() || !connections.reserve(bytes)) {
          endInput();
          return;
        }
        reserved = bytes;
      }
      if (bytes > 0 && !isTimerActive(TIMER)) {
        scheduleOnce(TIMER, Duration.ofNanos(head.remainingNanos(System.nanoTime())));
      }
      if (unparsed.isEmpty()) {
        pull(in);
      } else {
        pushPiece();
      }
    }

    @Override
    public void onTimer(Object key) {
      long now = System.nanoTime();
      if (head.isLate(now)) {
        endInput();
      } else if (head.bytes() > 0) {
        scheduleOnce(TIMER, Duration.ofNanos(Math.max(1_000_000, head.remainingNanos(now))));
      }
    }

    private void endInput() {
      if (!isClosed(out)) {
        complete(out);
        ignoreInput();
      }
    }

    /** Reads and drops a bounded number of bytes: closing a socket with unread bytes resets it. */
    private void ignoreInput() {
      unparsed = ByteString.emptyByteString();
      if (ignored < LINGER_BYTES && !isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
      }
    }
  }
}
