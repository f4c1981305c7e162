package dev.ensemble.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void the_key_costs_the_median_of_what_it_took_in_each_round() {
    Report report = new Report(List.of(round(100, 90), round(100, 50), round(200, 160)));

    assertThat(report.cost()).isCloseTo(0.2, within(1e-9));
    assertThat(report.lines().getLast()).contains("✓");
    assertThat(report.withinTheLimit()).isTrue();
  }

  @Test
  void of_an_even_number_of_rounds_it_is_the_middle_between_two() {
    assertThat(new Report(List.of(round(100, 90), round(100, 80))).cost())
        .isCloseTo(0.15, within(1e-9));
  }

  @Test
  void more_than_a_quarter_is_above_the_limit() {
    Report report = new Report(List.of(round(1000, 749)));

    assertThat(report.withinTheLimit()).isFalse();
    assertThat(report.lines().getLast()).contains("✗");
    assertThat(new Report(List.of(round(1000, 750))).withinTheLimit()).isTrue();
  }

  @Test
  void processor_time_counts_service_and_database_per_order() {
    Measured measured =
        new Measured(
            1000,
            TEN_SECONDS,
            new Histogram(3),
            new CpuTime(Duration.ofSeconds(2), Duration.ofSeconds(1)));

    assertThat(measured.cpuMillisPerOrder()).isCloseTo(3.0, within(1e-9));
    assertThat(measured.ordersPerSecond()).isCloseTo(100.0, within(1e-9));
  }

  private static Round round(long without, long with) {
    return new Round(measured(without), measured(with));
  }

  private static Measured measured(long orders) {
    Duration second = Duration.ofSeconds(1);
    return new Measured(orders, TEN_SECONDS, new Histogram(3), new CpuTime(second, second));
  }
}
