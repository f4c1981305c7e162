package dev.ensemble.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ensemble.bench.common.Jvm;
import java.io.StringReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Plan PLAN =
      new Plan(
          1000,
          3,
          List.of(Contender.values()),
          List.of(),
          new Jvm(Jvm.Collector.PARALLEL),
          SingleCommits.warm(Duration.ZERO));

  @Test
  void beside_each_other_are_what_two_did_in_the_same_round() {
    Result one = result(Contender.RELAY, 4, 100, 4);
    Result other = result(Contender.LIMIT, 2, 10, 4);

    // By round 0.5, 0.1 and 1; the medians of both are the same.
    assertThat(one.ratio(Drained::wholePerSecond, other)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void the_table_has_a_line_for_each_contender_and_leaves_out_what_was_not_measured() {
    List<String> table =
        Report.table(
            new Results(
                PLAN, List.of(result(Contender.RELAY, 2, 2, 2), result(Contender.LIMIT, 1, 1, 1))));

    assertThat(table)
        .hasSize(4)
        .element(2)
        .isEqualTo(
            "| this relay, at-least-once | 500 | 500 | 500 |  | 0.50 | 1000.0 | 300 |  |  |  |");
  }

  @Test
  void a_promise_is_judged_by_what_was_measured_alone() {
    Results withoutTheOther = new Results(PLAN, List.of(result(Contender.RELAY, 2, 2, 2)));

    assertThat(Promise.judge(withoutTheOther)).isEmpty();
  }

  @Test
  void a_promise_holds_at_its_limit_and_not_below() {
    assertThat(secondHalfBesideTheLimit(90, 100)).isTrue();
    assertThat(secondHalfBesideTheLimit(89, 100)).isFalse();
  }

  private static boolean secondHalfBesideTheLimit(long ofLimit, long relay) {
    Results results =
        new Results(
            PLAN, List.of(result(Contender.RELAY, relay), result(Contender.LIMIT, ofLimit)));
    return Promise.judge(results).getFirst().held();
  }

  @Test
  void the_plot_names_every_contender_and_is_well_formed() throws Exception {
    Results results =
        new Results(PLAN, Stream.of(Contender.values()).map(one -> result(one, 3, 4, 5)).toList());

    String svg = RowsOverTime.plot(results);

    assertThat(svg).contains(Stream.of(Contender.values()).map(Contender::title).toList());
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** A thousand rows in so many seconds, round by round, at an even pace. */
  private static Result result(Contender contender, long... seconds) {
    List<Drained> rounds =
        Arrays.stream(seconds)
            .mapToObj(took -> DrainedTest.drained(DrainedTest.point(took, 1000, 1)))
            .toList();
    return new Result(contender, rounds, null);
  }
}
