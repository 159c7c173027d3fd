package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measurements of a process from its start to its end.
 *
 * @param seconds elapsed time
 * @param cpuSeconds user and system time
 * @param peakBytes peak resident set size (VmHWM), or 0 if the system does not report it
 * @param othersCpuSeconds time that all other processes but the simulated node used meanwhile
 * @param exitCode the exit code
 */
record ProcessRun(
    double seconds, double cpuSeconds, long peakBytes, double othersCpuSeconds, int exitCode) {

  private static final long SAMPLE_MILLIS = 10;
  private static final double TICKS_A_SECOND = 100;

  /** Starts a process and waits for its end; samples its memory and CPU time meanwhile. */
  static ProcessRun of(ProcessBuilder builder, long nodePid)
      throws IOException, InterruptedException {
    double machineBefore = machineCpuSeconds();
    double nodeBefore = cpuSeconds(nodePid, 0);
    long start = System.nanoTime();
    Process process = builder.start();
    double cpu = 0;
    long peak = 0;
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      cpu = cpuSeconds(process.pid(), cpu);
      peak = peakBytes(process.pid(), peak);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double others =
        machineCpuSeconds() - machineBefore - cpu - (cpuSeconds(nodePid, 0) - nodeBefore);
    return new ProcessRun(seconds, cpu, peak, Math.max(0, others), process.exitValue());
  }

  /** Returns the busy time of all processors since the machine started. */
  private static double machineCpuSeconds() throws IOException {
    String[] words = lines("/proc/stat").get(0).trim().split("\\s+", -1);
    // cpu user nice system idle iowait irq softirq
    double ticks = 0;
    for (int i : new int[] {1, 2, 3, 6, 7}) {
      ticks += Long.parseLong(words[i]);
    }
    return ticks / TICKS_A_SECOND;
  }

  /** Returns the user and system time of a process; {@code fallback} if it has ended. */
  static double cpuSeconds(long pid, double fallback) throws IOException {
    List<String> stat = lines("/proc/" + pid + "/stat");
    if (stat.isEmpty()) {
      return fallback;
    }
    // The name of the process, in parentheses, may contain blanks.
    String[] words = stat.get(0).substring(stat.get(0).lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_A_SECOND;
  }

  /** Returns the peak resident set size of a process; {@code fallback} if it has ended. */
  static long peakBytes(long pid, long fallback) throws IOException {
    for (String line : lines("/proc/" + pid + "/status")) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return fallback;
  }

  private static List<String> lines(String file) throws IOException {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return List.of();
      }
      throw e;
    }
  }
}
