package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram latencies = Histogram.ofLatencies();

  @Test
  void a_value_is_counted_in_the_first_bucket_that_is_not_below_it() {
    latencies.record(0);
    latencies.record(250);
    latencies.record(251);
    latencies.record(60_000_000);
    latencies.record(60_000_001);

    Histogram.Reading reading = latencies.read();
    long[] counts = reading.counts();
    assertThat(counts).hasSize(reading.bounds().length + 1);
    assertThat(counts[0]).isEqualTo(2);
    assertThat(counts[1]).isEqualTo(1);
    assertThat(counts[counts.length - 2]).isEqualTo(1);
    assertThat(counts[counts.length - 1]).isEqualTo(1);
    assertThat(reading.count()).isEqualTo(5);
    assertThat(reading.sum()).isEqualTo(120_000_502);
  }

  @Test
  void a_quantile_lies_within_the_bucket_of_its_value() {
    for (int n = 0; n < 98; n++) {
      latencies.record(900);
    }
    latencies.record(4_000);
    latencies.record(4_000);

    Histogram.Reading reading = latencies.read();
    assertThat(reading.quantile(0.5)).isBetween(500.0, 1_000.0);
    assertThat(reading.quantile(0.98)).isEqualTo(1_000);
    assertThat(reading.quantile(0.99)).isBetween(3_000.0, 5_000.0);
    assertThat(reading.quantile(1)).isEqualTo(5_000);
  }

  @Test
  void nothing_has_no_quantile_and_what_is_beyond_all_bounds_has_the_last() {
    assertThat(latencies.read().quantile(0.5)).isNaN();

    latencies.record(Long.MAX_VALUE / 2);

    assertThat(latencies.read().quantile(0.5)).isEqualTo(60_000_000);
  }
}
