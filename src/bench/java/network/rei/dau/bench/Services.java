package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.rei.dau.http.ConstantServer;

/**
 * Starts what is measured, and what it is compared to.
 *
 * @param project the project's folder
 * @param place a folder for caches and logs
 * @param nodeUrl of the simulated node
 */
record Services(Path project, Path place, String nodeUrl) {

  /** As the launcher sets them. */
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx192m",
          "-Xss512k",
          "-XX:+UseSerialGC");

  /** The cache that {@code once} makes. */
  Path cache(String name, Map<String, String> settings) throws IOException, InterruptedException {
    Path cache = Files.createDirectory(place.resolve(name));
    ProcessBuilder builder = new ProcessBuilder(launcher(), "once");
    builder.environment().put("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0");
    builder.environment().putAll(settings);
    Path output = place.resolve(name + ".log");
    int exit =
        withSettings(builder, cache, 0)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("once: exit code " + exit + ": " + Files.readString(output));
    }
    return cache;
  }

  /** A copy of a cache, to be changed. */
  Path copy(Path cache) throws IOException {
    Path copy = Files.createTempDirectory(place, "copy");
    Files.copy(cache.resolve("stats.db"), copy.resolve("stats.db"));
    return copy;
  }

  /** The service, by its launcher and with default settings, over a cache. */
  Served serve(Path cache) throws IOException {
    return serve(new ProcessBuilder(launcher(), "serve"), cache);
  }

  /** The service without its launcher. */
  Served serveByJavaAlone(Path cache) throws IOException {
    Path jar = project.resolve("target/rei-dau-stats.jar");
    return serve(new ProcessBuilder(JAVA.get(0), "-jar", jar.toString(), "serve"), cache);
  }

  /** A server of the same framework that always answers this file. */
  Served constant(Path body) throws IOException {
    int port = Served.freePort();
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(ConstantServer.class.getName(), Integer.toString(port), body.toString()));
    return Served.start(new ProcessBuilder(command), port, place.resolve("constant.log"));
  }

  /** nginx with one worker, which serves a folder's files. */
  Served nginx(Path folder) throws IOException {
    int port = Served.freePort();
    Path configuration = place.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        user %4$s;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/nginx-error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          default_type application/json;
          client_body_temp_path %1$s/nginx-body;
          proxy_temp_path %1$s/nginx-proxy;
          fastcgi_temp_path %1$s/nginx-fastcgi;
          uwsgi_temp_path %1$s/nginx-uwsgi;
          scgi_temp_path %1$s/nginx-scgi;
          server { listen 127.0.0.1:%2$d; root %3$s; }
        }
        """
            .formatted(place, port, folder, System.getProperty("user.name")));
    return Served.start(
        new ProcessBuilder("nginx", "-p", place.toString(), "-c", configuration.toString()),
        port,
        place.resolve("nginx.log"));
  }

  private Served serve(ProcessBuilder builder, Path cache) throws IOException {
    int port = Served.freePort();
    return Served.start(withSettings(builder, cache, port), port, place.resolve("serve.log"));
  }

  private ProcessBuilder withSettings(ProcessBuilder builder, Path cache, int port) {
    builder.environment().put("REI_RPC_URL", nodeUrl);
    builder.environment().put("CACHE_DIR", cache.toString());
    builder.environment().put("PORT", Integer.toString(port));
    return builder.directory(cache.toFile());
  }

  private String launcher() {
    return project.resolve("bin/rei-dau-stats").toString();
  }
}
