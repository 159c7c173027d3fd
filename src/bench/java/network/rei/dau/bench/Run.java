package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process from start to end.
 *
 * @param seconds by the clock
 * @param cpuSeconds user and system
 * @param peakBytes resident set (VmHWM); 0 where the system does not say
 * @param othersCpuSeconds of all other processes on this machine in that time but the node
 * @param exitCode of the process
 */
record Run(
    double seconds, double cpuSeconds, long peakBytes, double othersCpuSeconds, int exitCode) {

  private static final long SAMPLE_MILLIS = 10;
  private static final double TICKS_A_SECOND = 100;

  /** Starts a process and waits for its end, looking at its memory and time as it goes. */
  static Run of(ProcessBuilder builder, long nodePid) throws IOException, InterruptedException {
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
    return new Run(seconds, cpu, peak, Math.max(0, others), process.exitValue());
  }

  /** Busy time of all processors since the machine's start. */
  private static double machineCpuSeconds() throws IOException {
    String[] words = lines("/proc/stat").get(0).trim().split("\\s+", -1);
    // cpu user nice system idle iowait irq softirq
    double ticks = 0;
    for (int i : new int[] {1, 2, 3, 6, 7}) {
      ticks += Long.parseLong(words[i]);
    }
    return ticks / TICKS_A_SECOND;
  }

  private static double cpuSeconds(long pid, double otherwise) throws IOException {
    List<String> stat = lines("/proc/" + pid + "/stat");
    if (stat.isEmpty()) {
      return otherwise;
    }
    // The name, in brackets, may hold blanks: fields are counted from behind it.
    String[] words = stat.get(0).substring(stat.get(0).lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_A_SECOND;
  }

  private static long peakBytes(long pid, long otherwise) throws IOException {
    for (String line : lines("/proc/" + pid + "/status")) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return otherwise;
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
