package dev.ensemble.bench.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.bench.common.Jvm;
import dev.ensemble.bench.common.Outcome;
import java.io.StringReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Latencies LATENCIES =
      Latencies.of("end true 3000 0 0 2000 1250 20500 30000");

  private static final Plan PLAN =
      new Plan(
          1_000,
          3,
          List.of(Contender.values()),
          List.of(Case.values()),
          new Plan.Memory(10, 100),
          Duration.ofSeconds(10),
          new Plan.Consumers(Map.of(Contender.LIMIT, 3), 500),
          new Plan.Paced(1_000, Duration.ofSeconds(1), Duration.ofSeconds(2)),
          new Jvm(Jvm.Collector.PARALLEL));

  @Test
  void speed_is_that_from_the_first_tenth_on() {
    Drained drained =
        new Drained(
            List.of(
                new Drained.Point(0, 10, 0),
                new Drained.Point(900_000, 100, 500_000),
                new Drained.Point(1_900_000, 1_000, 950_000)),
            Duration.ofMillis(990));

    assertThat(drained.perSecond()).isEqualTo(900);
    assertThat(drained.cpuSecondsPer100k()).isEqualTo(50);
    assertThat(drained.databaseSecondsPer100k()).isEqualTo(100);
  }

  @Test
  void a_promise_holds_at_its_limit_and_not_below() {
    assertThat(promised(700, 100, 1_000)).startsWith("✓ event by event: 7.0 times the listener");
    assertThat(promised(699, 100, 1_000)).startsWith("✗ event by event");
  }

  private static String promised(long inbox, long listener, long limit) {
    Results results =
        results(
            Map.of(
                Contender.INBOX, Map.of(Case.FRESH, rounds(inbox)),
                Contender.LISTENER, Map.of(Case.FRESH, rounds(listener)),
                Contender.LIMIT, Map.of(Case.FRESH, rounds(limit))));
    return Promise.judge(results).getFirst().line();
  }

  @Test
  void a_long_memory_is_judged_beside_a_short_one_with_the_same_events() {
    for (Case one : List.of(Case.FRESH, Case.TENTH_REPEATED, Case.ALL_REPEATED)) {
      Results results =
          results(
              Map.of(
                  Contender.INBOX, Map.of(one, rounds(1_000), one.withLongMemory(), rounds(799))));

      assertThat(Promise.judge(results))
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.held()).isFalse())
          .asString()
          .contains("0.80 of the speed with a short one (at least 0.8)");
    }
  }

  @Test
  void each_contender_has_its_own_number_of_consumers() {
    assertThat(Report.head(PLAN))
        .contains(
            "  500 records a poll; consumers: inbox 2, inbox-sets 2, listener 6, listener-polls 6, limit 3");
  }

  @Test
  void beside_each_other_are_what_two_did_in_the_same_round() {
    Results results =
        results(
            Map.of(
                Contender.INBOX_SETS, Map.of(Case.FRESH, rounds(80, 10, 50)),
                Contender.LIMIT, Map.of(Case.FRESH, rounds(100, 100, 50))));

    assertThat(Promise.judge(results))
        .singleElement()
        .isEqualTo(new Outcome(true, "✓ set-wise: 0.80 of the limit (at least 0.8)"));
  }

  @Test
  void what_was_not_measured_is_neither_judged_nor_told() {
    Results results = results(Map.of(Contender.INBOX, Map.of(Case.FRESH, rounds(100))));

    assertThat(Promise.judge(results)).isEmpty();
    assertThat(Report.table(results).get(2))
        .isEqualTo(
            "| this inbox, event by event | 100 |  |  |  | 0.00 | 0.00 |  |  |  |  |  |  |  |");
    assertThat(Csv.rounds(results))
        .hasSize(2)
        .element(1)
        .isEqualTo("inbox,fresh,1,100,100,0.000,0.000");
  }

  @Test
  void the_table_has_latencies_in_milliseconds() {
    Results results =
        new Results(PLAN, Map.of(), Map.of(Contender.LIMIT, Map.of(Case.FRESH, LATENCIES)));

    assertThat(Report.table(results)).last().asString().endsWith("| 1.3 | 20.5 |");
  }

  @Test
  void the_table_of_cases_has_a_line_for_each_that_was_measured() {
    Results results =
        new Results(
            PLAN,
            Map.of(
                Contender.INBOX, Map.of(Case.FRESH, rounds(100), Case.ALL_REPEATED, rounds(300))),
            Map.of(Contender.INBOX, Map.of(Case.FRESH, LATENCIES)));

    assertThat(Report.tableOfCases(results).stream().skip(2))
        .containsExactlyInAnyOrder(
            "| 0 % repeated | this inbox, event by event | 100 | 0.00 | 0.00 | 1.3 | 20.5 |",
            "| 100 % repeated | this inbox, event by event | 300 | 0.00 | 0.00 |  |  |");
  }

  @Test
  void what_is_repeated_has_the_bytes_that_it_had_and_is_not_timed() {
    Events tenth = Case.TENTH_REPEATED.events(30, 0);

    assertThat(tenth.get(10, 4711).payload()).isEqualTo(tenth.get(10).payload());
    assertThat(tenth.get(11, 4711).payload()).isNotEqualTo(tenth.get(11).payload());
    assertThat(tenth.freshFrom(10)).isEqualTo(18);
    assertThat(Case.TENTH_REPEATED.repeatsSome()).isTrue();
    assertThat(Case.ALL_REPEATED.repeatsSome()).isFalse();
  }

  @Test
  void a_tenth_is_every_tenth_and_all_are_all() {
    assertThat(Case.TENTH_REPEATED.events(30, 0).repeated()).containsExactly(0L, 10L, 20L);
    assertThat(Case.ALL_REPEATED.events(30, 0).repeated()).hasSize(30);
    assertThat(Case.FRESH.events(30, 0).repeated()).isEmpty();
  }

  @Test
  void the_plot_names_every_contender_and_is_well_formed() throws Exception {
    Map<Contender, Map<Case, List<Drained>>> drained = new EnumMap<>(Contender.class);
    for (Contender one : Contender.values()) {
      drained.put(one, Map.of(Case.FRESH, rounds(100, 200, 300)));
    }

    String svg = EventsOverTime.plot(results(drained));

    for (Contender one : Contender.values()) {
      assertThat(svg).contains(one.title());
    }
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static Results results(Map<Contender, Map<Case, List<Drained>>> drained) {
    return new Results(PLAN, drained, Map.of());
  }

  /** At so many a second, round by round. */
  private static List<Drained> rounds(long... perSecond) {
    return LongStream.of(perSecond)
        .mapToObj(
            rate ->
                new Drained(
                    List.of(new Drained.Point(0, 0, 0), new Drained.Point(1_000_000, rate, 0)),
                    Duration.ZERO))
        .toList();
  }
}
