package network.rei.dau.observability.metrics.cluster;

import java.util.Optional;
import network.rei.dau.cluster.TlsSettings;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The certificates with which the nodes of a cluster authenticate each other, if they do. */
public record CertificateMetricGroup(Optional<TlsSettings> tls) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    tls.map(TlsSettings::expiries)
        .ifPresent(
            expiries ->
                expiries.forEach(
                    (file, expiry) ->
                        metrics.gauge(
                            "rei_dau_certificate_expiry_timestamp_seconds",
                            "Time at which the first certificate in a file of the cluster expires.",
                            expiry.getEpochSecond(),
                            "file",
                            file)));
  }
}
