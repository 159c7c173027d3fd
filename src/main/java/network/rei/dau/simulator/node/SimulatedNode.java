package network.rei.dau.simulator.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.simulator.chain.BlockJsonCache;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.FaultInjector;

/**
 * Serves a {@link SimulatedChain} over JSON-RPC on 127.0.0.1 like a REI node, with faults. Each
 * connection has its own thread, so that a connection that hangs does not delay others.
 */
public final class SimulatedNode implements AutoCloseable {

  /** The maximum size of a body; a larger one is answered with HTTP 413. */
  static final int MAX_BODY = 5 << 20;

  private static final int BACKLOG = 512;
  private static final int SEND_BUFFER = 512 * 1024;

  private final SimulatedChain chain;
  private final NodeOptions options;
  private final FaultInjector faults;
  private final NodeCounters counters = new NodeCounters();
  private final RequestHandler handler;
  private final ServerSocket server;
  private final Thread acceptor;
  private final ThreadPoolExecutor threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private SimulatedNode(SimulatedChain chain, NodeOptions options) throws IOException {
    this.chain = chain;
    this.options = options;
    faults = new FaultInjector(options.faultSeed());
    BlockJsonCache rendered = new BlockJsonCache(options.renderedBytes());
    if (options.renderAtStart()) {
      rendered.warm(chain.view());
    }
    handler = new RequestHandler(chain, faults, counters, rendered);
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options.port()),
        BACKLOG);
    threads =
        new ThreadPoolExecutor(
            0,
            options.maxConnections(),
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "simulated-node-connection"));
    acceptor = daemon(this::accept, "simulated-node-" + port());
  }

  /** Starts a node with default options on any free port. */
  public static SimulatedNode start(SimulatedChain chain) throws IOException {
    return start(chain, NodeOptions.defaults());
  }

  /**
   * Starts a node, which serves until it is closed.
   *
   * @throws IOException if the port is in use
   */
  public static SimulatedNode start(SimulatedChain chain, NodeOptions options) throws IOException {
    SimulatedNode node = new SimulatedNode(chain, options);
    node.acceptor.start();
    return node;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Returns {@code http://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public SimulatedChain chain() {
    return chain;
  }

  /** Returns the faults, which can be added and removed while the node serves. */
  public FaultInjector faults() {
    return faults;
  }

  public NodeCounters counters() {
    return counters;
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        try {
          socket.setSendBufferSize(SEND_BUFFER);
          threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
          drop(socket);
        }
      } catch (IOException e) {
        // The server is closed, or the client closed its connection before it was accepted.
      }
    }
  }

  private void serve(Socket socket) {
    counters.connected();
    try (HttpConnection connection =
        new HttpConnection(socket, options.keepAlive(), MAX_BODY, counters)) {
      boolean usable = true;
      while (usable && !closed) {
        HttpConnection.Request request = connection.read();
        usable = request != null && serve(request, connection) && !request.last();
      }
    } catch (IOException | NumberFormatException e) {
      // The client closed the connection, was idle for too long, or does not use HTTP.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private boolean serve(HttpConnection.Request request, HttpConnection connection)
      throws IOException, InterruptedException {
    counters.begin();
    try {
      return handler.handle(request, connection);
    } finally {
      counters.end();
    }
  }

  private void drop(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is lost either way.
    }
  }

  /** Closes every connection, including those that hang, and releases the port. */
  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    try {
      // The operating system releases the port only when accept() has returned.
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    open.forEach(this::drop);
  }
}
