package network.rei.dau.bench;

/** A process that a benchmark starts and ends. */
abstract class ChildProcess implements AutoCloseable {

  private final Process process;

  ChildProcess(Process process) {
    this.process = process;
  }

  final Process process() {
    return process;
  }

  final long pid() {
    return process.pid();
  }

  /** Ends the process. */
  @Override
  public final void close() {
    process.destroy();
    process.onExit().join();
  }
}
