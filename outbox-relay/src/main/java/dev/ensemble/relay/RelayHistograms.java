package dev.ensemble.relay;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;

/** The sources' own histograms as Prometheus reads them, beside Micrometer's meters. */
final class RelayHistograms implements MultiCollector {
  private static final double MICROS_PER_SECOND = 1e6;

  private final List<SourceState> sources;

  RelayHistograms(List<SourceState> sources) {
    this.sources = sources;
  }

  @Override
  public MetricSnapshots collect() {
    HistogramSnapshot.Builder latency =
        HistogramSnapshot.builder()
            .name("relay_latency_seconds")
            .unit(Unit.SECONDS)
            .help("From a row's commit to the broker's acknowledgement, by the two clocks");
    HistogramSnapshot.Builder rows =
        HistogramSnapshot.builder()
            .name("relay_slice_rows")
            .help("Rows of each slice that was read and held any");
    for (SourceState source : sources) {
      latency.dataPoint(point(source, source.latency(), MICROS_PER_SECOND));
      rows.dataPoint(point(source, source.sliceRows(), 1));
    }
    return MetricSnapshots.of(latency.build(), rows.build());
  }

  private static HistogramDataPointSnapshot point(
      SourceState source, Histogram.Reading reading, double perUnit) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int bucket = 0; bucket < reading.counts().length; bucket++) {
      double bound =
          bucket < reading.bounds().length
              ? reading.bounds()[bucket] / perUnit
              : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, reading.counts()[bucket]);
    }
    HistogramDataPointSnapshot.Builder point = HistogramDataPointSnapshot.builder();
    point.classicHistogramBuckets(buckets.build());
    point.sum(reading.sum() / perUnit);
    point.labels(Labels.of("source", source.name()));
    return point.build();
  }
}
