package network.rei.dau.cli.check;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import network.rei.dau.Settings;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.inspection.EndpointProbe;
import network.rei.dau.chain.inspection.SubscriptionProbe;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.history.BlockByTimestampSearch;
import network.rei.dau.settings.Check;

/** Checks one endpoint: its chain, its head, its batches and proofs, and its history. */
final class EndpointCheck {

  private final Settings settings;
  private final URI url;
  private final Clock clock;
  private final Consumer<Finding> findings;

  /**
   * @param findings receives each finding as soon as it is known
   */
  EndpointCheck(Settings settings, URI url, Clock clock, Consumer<Finding> findings) {
    this.settings = settings;
    this.url = url;
    this.clock = clock;
    this.findings = findings;
  }

  /** Checks the endpoint; ends after the first failure, because the rest would fail too. */
  void run() {
    RpcSettings rpc = settings.rpc();
    if (rpc.subscriptionUrls().contains(url)) {
      checkSubscription();
      return;
    }
    String step = "chain";
    try (EndpointProbe probe = new EndpointProbe(rpc, url, rpc.requestUrls().size(), clock)) {
      if (!checkChain(probe.chainId())) {
        return;
      }
      step = "head";
      BlockHeader head = probe.head();
      checkHead(head);
      step = "blocks";
      EndpointProbe.Sample sample = probe.newestBlocks(head);
      checkBatches(sample);
      checkProof(sample);
      step = "history";
      checkHistory(probe, head, sample.blocks());
    } catch (ChainException e) {
      findings.accept(Finding.failed(step, e.getMessage()));
    }
  }

  private void checkSubscription() {
    try {
      SubscriptionProbe.subscribe(url, settings.rpc().timeout()).join();
      findings.accept(Finding.ok("new heads", "announced"));
    } catch (CompletionException e) {
      findings.accept(
          Finding.warning("new heads", Failures.message(e) + "; they are polled for instead"));
    }
  }

  private boolean checkChain(long chainId) {
    long expected = settings.rpc().chainId();
    if (chainId != expected) {
      findings.accept(
          Finding.invalid("chain", "is " + chainId + ", but rei-dau.chain.id is " + expected));
      return false;
    }
    String rules = ChainRules.of(chainId).getClass().getSimpleName().replace("Rules", "");
    findings.accept(
        Finding.ok("chain", chainId + ", with the rules " + rules.toLowerCase(Locale.ROOT)));
    return true;
  }

  private void checkHead(BlockHeader head) {
    Instant now = clock.instant();
    Duration age = Duration.between(Instant.ofEpochSecond(head.timestamp()), now);
    String text = "block " + head.number() + " of " + Instant.ofEpochSecond(head.timestamp());
    if (head.timestamp() > settings.rpc().clockBound().latestTimestamp(now)) {
      findings.accept(
          Finding.failed(
              "head",
              text
                  + ", later than the clock by more than rei-dau.rpc.max-clock-skew, "
                  + Check.inWords(settings.rpc().clockBound().maxSkew())));
    } else if (age.compareTo(settings.http().staleAfter()) > 0) {
      findings.accept(
          Finding.warning(
              "head",
              text
                  + ", older than rei-dau.http.stale-after, "
                  + Check.inWords(settings.http().staleAfter())));
    } else {
      findings.accept(Finding.ok("head", text));
    }
  }

  private void checkBatches(EndpointProbe.Sample sample) {
    String blocks = sample.blocks() == 1 ? "1 block" : sample.blocks() + " blocks";
    findings.accept(
        sample
            .larger()
            .map(
                failure ->
                    Finding.warning(
                        "batches",
                        blocks + " in a request; fewer than twice as many can be had: " + failure))
            .orElseGet(() -> Finding.ok("batches", blocks + " in a request")));
  }

  private void checkProof(EndpointProbe.Sample sample) {
    ProofLevel level = settings.rpc().verify();
    String counted =
        String.format(
            Locale.ROOT, "%d blocks with %,d transactions", sample.blocks(), sample.transactions());
    if (level == ProofLevel.NONE) {
      findings.accept(
          Finding.ok("proof", counted + "; nothing is proven, since rei-dau.rpc.verify is none"));
    } else if (sample.unverified() > 0) {
      findings.accept(
          Finding.warning(
              "proof", counted + ", " + sample.unverified() + " of them cannot be proven"));
    } else {
      String what = level == ProofLevel.ROOTS ? "by their roots" : "by their roots and signatures";
      findings.accept(Finding.ok("proof", counted + " are proven " + what));
    }
  }

  private void checkHistory(EndpointProbe probe, BlockHeader head, int batch) {
    Duration retention = settings.ingest().retention();
    Duration history = Duration.ofDays(settings.ingest().historyDays() + 1L);
    Duration longest = retention.compareTo(history) >= 0 ? retention : history;
    BlockByTimestampSearch.Start start = start(probe, head, batch, longest);
    if (start.servedFrom().isEmpty()) {
      findings.accept(
          Finding.ok("history", "served for " + Check.inWords(longest) + ", which is all needed"));
      return;
    }
    long first = start.servedFrom().getAsLong();
    boolean retained =
        longest.equals(retention) || start(probe, head, batch, retention).servedFrom().isPresent();
    findings.accept(
        Finding.warning(
            "history",
            "served from block "
                + first
                + (retained
                    ? ": less than rei-dau.ingest.retention, " + Check.inWords(retention)
                    : ": enough for rei-dau.ingest.retention, but not for history-days, "
                        + settings.ingest().historyDays())));
  }

  private BlockByTimestampSearch.Start start(
      EndpointProbe probe, BlockHeader head, int batch, Duration back) {
    return new BlockByTimestampSearch(
            numbers -> CompletableFuture.completedFuture(probe.headersIfServed(numbers, batch)),
            head.timestamp() - back.toSeconds(),
            settings.ingest().chunkSize())
        .start(head)
        .toCompletableFuture()
        .join();
  }
}
