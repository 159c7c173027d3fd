package network.rei.dau.chain.inspection;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.concurrent.Failures;

/** Subscribes to the new heads of an endpoint once, over WebSocket. */
public final class SubscriptionProbe {

  private static final String SUBSCRIBE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";

  private static final int SHOWN = 200;

  private SubscriptionProbe() {}

  /**
   * Returns a future that completes when the endpoint has accepted a subscription, and otherwise
   * fails with a message for the operator.
   *
   * @param url ws or wss
   */
  public static CompletableFuture<Void> subscribe(URI url, Duration timeout) {
    EndpointName name = EndpointName.of(url);
    CompletableFuture<String> reply = new CompletableFuture<>();
    WebSocket.Builder connection =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .build()
            .newWebSocketBuilder()
            .connectTimeout(timeout);
    if (url.getRawUserInfo() != null) {
      byte[] user = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
      connection.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    CompletableFuture<WebSocket> connected =
        connection.buildAsync(withoutUser(url), new FirstText(reply));
    CompletableFuture<?> unused =
        connected.whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                reply.completeExceptionally(new IllegalStateException(describe(failure)));
              }
            });
    return reply
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (text, failure) -> {
              CompletableFuture<?> unusedAbort = connected.thenAccept(WebSocket::abort);
              if (failure != null) {
                throw new IllegalStateException(name.scrub(describe(failure)), failure);
              }
              if (!text.contains("\"result\"")) {
                throw new IllegalStateException(
                    "the subscription is not accepted: " + name.scrub(text));
              }
              return null;
            });
  }

  private static URI withoutUser(URI url) {
    return url.getRawUserInfo() == null
        ? url
        : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
  }

  private static String describe(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof WebSocketHandshakeException refused) {
      return "HTTP " + refused.getResponse().statusCode() + " instead of a WebSocket";
    }
    return cause instanceof java.util.concurrent.TimeoutException
        ? "no reply to the subscription"
        : cause instanceof IllegalStateException
            ? cause.getMessage()
            : "no connection: " + Failures.message(cause);
  }

  /** Receives the beginning of the first message, and nothing after it. */
  private static final class FirstText implements WebSocket.Listener {

    private final CompletableFuture<String> reply;

    FirstText(CompletableFuture<String> reply) {
      this.reply = reply;
    }

    @Override
    public void onOpen(WebSocket socket) {
      CompletableFuture<?> unused = socket.sendText(SUBSCRIBE, true);
      socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      reply.complete(text.length() <= SHOWN ? text.toString() : text.subSequence(0, SHOWN) + "...");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      reply.completeExceptionally(failure);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      reply.completeExceptionally(new IllegalStateException("the connection was closed"));
      return null;
    }
  }
}
