package network.rei.dau.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.maintenance.RunOutcome;

/** Shows the progress of a run: a bar on a terminal, and otherwise a line every few seconds. */
abstract sealed class RunProgress implements AutoCloseable {

  static RunProgress onStandardError() {
    return Terminal.isInteractive() ? new Bar() : new Lines();
  }

  /**
   * Shows the progress.
   *
   * @param progress empty until the run is planned
   * @param problems the reasons why the run is slow, each a sentence
   */
  abstract void show(Optional<IngestStatus.Progress> progress, List<String> problems);

  /** Shows the end of the run. */
  void ended(RunOutcome run) {}

  @Override
  public abstract void close();

  /** Returns the day of the history that is being fetched. */
  private static Optional<String> day(IngestStatus.Progress progress) {
    return progress
        .day()
        .map(day -> day + (progress.daysLeft() > 1 ? ", " + progress.daysLeft() + " days" : ""));
  }

  private static final class Bar extends RunProgress {
    private final Lines waiting = new Lines();
    private ProgressBar bar;
    private boolean closed;

    @Override
    synchronized void show(Optional<IngestStatus.Progress> known, List<String> problems) {
      if (closed) {
        return;
      }
      if (bar == null && known.isEmpty()) {
        waiting.show(known, problems);
        return;
      }
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("blocks")
                .setInitialMax(0)
                .setUpdateIntervalMillis(200)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setConsumer(new RewrittenLine())
                .build();
      }
      known.ifPresent(
          progress -> {
            bar.maxHint(progress.blocksFetched() + progress.blocksLeft());
            bar.stepTo(progress.blocksFetched());
          });
      String day = known.flatMap(RunProgress::day).orElse("");
      bar.setExtraMessage(problems.stream().findFirst().orElse(day));
    }

    @Override
    synchronized void ended(RunOutcome run) {
      if (bar != null && run.error() == null) {
        if (run.missingChunks().isEmpty()) {
          bar.maxHint(run.blocksFetched());
        }
        bar.stepTo(run.blocksFetched());
      }
    }

    @Override
    public synchronized void close() {
      if (bar != null && !closed) {
        bar.close();
      }
      closed = true;
    }
  }

  /**
   * Rewrites one line on standard error. The consumer of the library is not used: it reads the
   * width of the terminal through JLine, which takes the handling of Ctrl-C from the JVM.
   */
  private static final class RewrittenLine implements ProgressBarConsumer {
    private static final int COLUMNS = 79;

    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public void accept(String line) {
      System.err.print("\r" + line + " ".repeat(Math.max(0, COLUMNS - line.length())));
    }

    @Override
    public void close() {
      System.err.println();
    }
  }

  private static final class Lines extends RunProgress {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private final long start = System.nanoTime();
    private long nextLine = start + EVERY.toNanos();

    @Override
    void show(Optional<IngestStatus.Progress> known, List<String> problems) {
      if (System.nanoTime() < nextLine) {
        return;
      }
      nextLine = System.nanoTime() + EVERY.toNanos();
      String done = known.map(this::line).orElse("waiting for the chain");
      String problem = problems.stream().findFirst().map(text -> ": " + text).orElse("");
      Terminal.note(done + problem);
    }

    private String line(IngestStatus.Progress progress) {
      double speed = progress.blocksFetched() / ((System.nanoTime() - start) / 1e9);
      String counts =
          String.format(
              Locale.ROOT,
              "%,d of %,d blocks",
              progress.blocksFetched(),
              progress.blocksFetched() + progress.blocksLeft());
      if (progress.day().isPresent()) {
        return "day " + day(progress).orElseThrow() + " to go: " + counts;
      }
      return speed < 1
          ? counts
          : String.format(
              Locale.ROOT,
              "%s, %,.0f blocks/s, %,.0f s left",
              counts,
              speed,
              progress.blocksLeft() / speed);
    }

    @Override
    public void close() {}
  }
}
