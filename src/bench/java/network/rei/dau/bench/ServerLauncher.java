package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.rei.dau.e2e.Ports;
import network.rei.dau.http.ConstantServer;

/**
 * Starts the measured service and the servers that it is compared with.
 *
 * @param project the folder of the project
 * @param folder for caches and logs
 * @param nodeUrl the URL of the simulated node
 */
record ServerLauncher(Path project, Path folder, String nodeUrl) {

  /** The options that the launcher of the service sets. */
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx192m",
          "-Xss512k",
          "-XX:+UseSerialGC");

  /** Runs {@code once}, and returns the cache folder that it filled. */
  Path cache(String name, Map<String, String> settings) throws IOException, InterruptedException {
    Path cache = Files.createDirectory(folder.resolve(name));
    ProcessBuilder builder = new ProcessBuilder(launcher(), "once");
    builder.environment().put("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0");
    builder.environment().putAll(settings);
    Path output = folder.resolve(name + ".log");
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

  /** Copies a cache folder. */
  Path copy(Path cache) throws IOException {
    Path copy = Files.createTempDirectory(folder, "copy");
    Files.copy(cache.resolve("stats.db"), copy.resolve("stats.db"));
    return copy;
  }

  /** Starts the service through its launcher, with default settings, on a cache folder. */
  ServerProcess serve(Path cache) throws IOException {
    return serve(new ProcessBuilder(launcher(), "serve"), cache);
  }

  /** Starts the service through its launcher, with some settings, on a cache folder. */
  ServerProcess serve(Path cache, Map<String, String> settings) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher(), "serve");
    builder.environment().putAll(settings);
    return serve(builder, cache);
  }

  /** Starts the service without its launcher. */
  ServerProcess serveWithoutLauncher(Path cache) throws IOException {
    Path jar = project.resolve("target/rei-dau-stats.jar");
    return serve(new ProcessBuilder(JAVA.get(0), "-jar", jar.toString(), "serve"), cache);
  }

  /** Starts a server on Akka HTTP that answers every request with the content of a file. */
  ServerProcess constant(Path body) throws IOException {
    int port = Ports.reserve();
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(ConstantServer.class.getName(), Integer.toString(port), body.toString()));
    return ServerProcess.start(new ProcessBuilder(command), port, folder.resolve("constant.log"));
  }

  /** Starts nginx with one worker, which serves the files of a folder. */
  ServerProcess nginx(Path files) throws IOException {
    int port = Ports.reserve();
    Path configuration = folder.resolve("nginx.conf");
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
            .formatted(folder, port, files, System.getProperty("user.name")));
    return ServerProcess.start(
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString()),
        port,
        folder.resolve("nginx.log"));
  }

  private ServerProcess serve(ProcessBuilder builder, Path cache) throws IOException {
    int port = Ports.reserve();
    return ServerProcess.start(
        withSettings(builder, cache, port), port, folder.resolve("serve.log"));
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
