package dev.ensemble.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DrainedTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Two seconds of start-up, then a slow half and a fast one. */
  private static final Drained DRAINED =
      drained(point(2, 0, 1), point(12, 500, 11), point(17, 1000, 13));

  @Test
  void rates_are_told_from_the_start_of_the_process_and_for_the_second_half() {
    assertThat(DRAINED.wholePerSecond()).isCloseTo(1000 / 17.0, within(1e-9));
    assertThat(DRAINED.secondHalfPerSecond()).isCloseTo(100, within(1e-9));
  }

  @Test
  void between_two_looks_rows_are_taken_to_come_evenly() {
    assertThat(DRAINED.firstPerSecond()).isCloseTo(300 / 8.0, within(1e-9));
  }

  @Test
  void processor_time_is_told_for_a_million_rows() {
    assertThat(DRAINED.cpuSecondsPerMillion()).isCloseTo(13_000, within(1e-9));
    assertThat(DRAINED.secondHalfCpuSecondsPerMillion()).isCloseTo(4_000, within(1e-9));
  }

  @Test
  void what_comes_after_the_last_row_does_not_count() {
    List<Sample> samples = List.of(sample(1, 3), sample(2, 10), sample(3, 10));

    List<Drained.Point> progress =
        Drained.progress(samples, ends -> ends.stream().mapToLong(Long::longValue).sum(), 10);

    assertThat(progress).extracting(Drained.Point::rows).containsExactly(3L, 10L);
  }

  private static Sample sample(long seconds, long rows) {
    return new Sample(seconds * SECOND, List.of(rows, 0L), Duration.ofSeconds(seconds));
  }

  static Drained.Point point(long seconds, long rows, long cpuSeconds) {
    return new Drained.Point(seconds * SECOND, rows, Duration.ofSeconds(cpuSeconds));
  }

  static Drained drained(Drained.Point... points) {
    long rows = LongStream.of(points[points.length - 1].rows()).sum();
    return new Drained(rows, List.of(points), 300, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
