package network.rei.dau.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import network.rei.dau.ingest.IngestStatus;

/** Shows how far a run is: a bar to a person, a plain line now and then to a log. */
abstract sealed class RunProgress implements AutoCloseable {

  static RunProgress onStandardError() {
    return Terminal.isInteractive() ? new Bar() : new Lines();
  }

  abstract void show(IngestStatus.Progress progress);

  @Override
  public abstract void close();

  private static final class Bar extends RunProgress {
    private ProgressBar bar;

    @Override
    void show(IngestStatus.Progress progress) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("blocks")
                .setInitialMax(0)
                .setUpdateIntervalMillis(200)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
      }
      bar.maxHint(progress.blocksFetched() + progress.blocksLeft());
      bar.stepTo(progress.blocksFetched());
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  private static final class Lines extends RunProgress {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private final long start = System.nanoTime();
    private long nextLine = start + EVERY.toNanos();

    @Override
    void show(IngestStatus.Progress progress) {
      if (System.nanoTime() < nextLine) {
        return;
      }
      nextLine = System.nanoTime() + EVERY.toNanos();
      double speed = progress.blocksFetched() / ((System.nanoTime() - start) / 1e9);
      Terminal.note(
          String.format(
              Locale.ROOT,
              "%,d of %,d blocks, %,.0f blocks/s, %,.0f s left",
              progress.blocksFetched(),
              progress.blocksFetched() + progress.blocksLeft(),
              speed,
              progress.blocksLeft() / Math.max(1, speed)));
    }

    @Override
    public void close() {}
  }
}
