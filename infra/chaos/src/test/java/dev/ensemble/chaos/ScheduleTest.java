package dev.ensemble.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.fault.Schedule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void a_seed_repeats_its_faults_at_their_times() {
    List<String> once = lines(Schedule.of(42, Duration.ofMinutes(10), 3, ALL));

    assertThat(lines(Schedule.of(42, Duration.ofMinutes(10), 3, ALL))).isEqualTo(once);
    assertThat(lines(Schedule.of(43, Duration.ofMinutes(10), 3, ALL))).isNotEqualTo(once);
  }

  @Test
  void every_kind_comes_before_any_comes_three_times() {
    List<Planned> schedule = Schedule.of(7, Duration.ofMinutes(5), 2, ALL);

    assertThat(
            schedule.subList(0, 2 * ALL.size()).stream()
                .map(Planned::kind)
                .collect(Collectors.toSet()))
        .containsAll(ALL);
  }

  @Test
  void nothing_is_hit_by_two_faults_at_once_and_never_more_faults_than_lanes() {
    List<Planned> schedule = Schedule.of(11, Duration.ofMinutes(20), 4, ALL);

    for (Planned one : schedule) {
      List<Planned> meanwhile =
          schedule.stream()
              .filter(other -> other.number() != one.number())
              .filter(other -> other.at().compareTo(one.at()) <= 0)
              .filter(other -> other.at().plus(other.lasts()).compareTo(one.at()) > 0)
              .toList();
      assertThat(meanwhile).hasSizeLessThan(4);
      assertThat(meanwhile)
          .allMatch(other -> Collections.disjoint(other.fault().targets(), one.fault().targets()));
    }
  }

  private static List<String> lines(List<Planned> schedule) {
    return schedule.stream().map(Planned::line).toList();
  }
}
