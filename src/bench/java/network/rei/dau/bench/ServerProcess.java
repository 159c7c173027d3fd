package network.rei.dau.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that serves HTTP on 127.0.0.1. */
final class ServerProcess extends ChildProcess {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final long POLL_INTERVAL_MILLIS = 2;

  private final int port;
  private final Path output;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, int port, Path output) {
    super(process);
    this.port = port;
    this.output = output;
  }

  /** Starts a process; returns immediately. */
  static ServerProcess start(ProcessBuilder builder, int port, Path output) throws IOException {
    return new ServerProcess(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), port, output);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Waits until a path is answered with 200, and returns the body. */
  String awaitOk(String path) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TIMEOUT.toNanos()) {
      if (process().waitFor(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the process has ended: " + Files.readString(output));
      }
      try {
        HttpResponse<String> response = send(path);
        if (response.statusCode() == 200) {
          return response.body();
        }
      } catch (IOException e) {
        // The server does not listen yet, or it probes whether the port is free.
      }
    }
    throw new IOException(path + " was not answered in time: " + Files.readString(output));
  }

  /** Returns the body of a path, which must be answered with 200. */
  String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(path);
    if (response.statusCode() != 200) {
      throw new IOException(path + " was answered " + response.statusCode());
    }
    return response.body();
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url(path))).timeout(TIMEOUT).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
