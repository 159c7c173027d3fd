package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds an earlier version from git, without a change of the repository. */
final class PreviousVersion {

  private static final String MIGRATIONS = "src/main/resources/db/migration/postgresql";
  private static final String JAR = "target/rei-dau-stats.jar";

  private final Path project;

  /**
   * @param project the folder of this version, in a git repository
   */
  PreviousVersion(Path project) {
    this.project = project;
  }

  /**
   * Returns the folder of a built version, which is built unless that was done before.
   *
   * @param wanted a commit or a tag; if empty, the last release, or the commit before the last
   *     migration of the tables if there is none
   */
  Path built(String wanted) throws IOException, InterruptedException {
    String commit = run(project, "git", "rev-parse", revision(wanted) + "^{commit}");
    Path folder = project.resolve("target/bench/previous").resolve(commit);
    if (!Files.exists(folder.resolve(JAR))) {
      System.out.println("the version before is built from " + commit);
      Files.createDirectories(folder);
      unpack(commit, folder);
      run(
          folder,
          "mvn",
          "-q",
          "-B",
          "-ntp",
          "-Dmaven.test.skip=true",
          "-Dspotless.check.skip=true",
          "package");
    }
    System.out.println(
        "the version before is " + run(project, "git", "show", "-s", "--format=%h %s", commit));
    return folder;
  }

  private String revision(String wanted) throws IOException, InterruptedException {
    if (!wanted.isEmpty()) {
      return wanted;
    }
    String tags =
        run(project, "git", "tag", "--merged", "HEAD", "--sort=-creatordate", "--list", "v*");
    if (!tags.isEmpty()) {
      return tags.lines().findFirst().orElseThrow();
    }
    return run(project, "git", "log", "-1", "--format=%H", "--diff-filter=A", "--", MIGRATIONS)
        + "^";
  }

  private void unpack(String commit, Path folder) throws IOException, InterruptedException {
    List<Process> processes =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder("git", "archive", "--format=tar", commit)
                    .directory(project.toFile()),
                new ProcessBuilder("tar", "-x").directory(folder.toFile())));
    for (Process process : processes) {
      if (process.waitFor() != 0) {
        throw new IOException("git archive " + commit + " | tar -x failed");
      }
    }
  }

  private static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output.strip());
    }
    return output.strip();
  }
}
