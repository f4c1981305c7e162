package dev.ensemble.bench.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.bench.common.Jvm;
import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.inbox.contenders.Tally;
import dev.ensemble.local.stack.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A run that is too short to tell anything about speed: every contender does the work, or it would
 * end with a refusal.
 */
class InboxBenchIT {
  private static final long EVENTS = 1_000;

  private static final String ONE_OF_THEM =
      "WHERE id = (SELECT id FROM messaging.outbox ORDER BY id LIMIT 1)";

  private static final String COLUMNS =
      "topic, partition_key, type, source, subject, occurred_at, correlation_id, causation_id, sequence, content_type, payload";

  private static final String TWICE =
      "INSERT INTO messaging.outbox (id, %1$s) SELECT uuidv7(), %1$s FROM messaging.outbox %2$s"
          .formatted(COLUMNS, ONE_OF_THEM);

  private static final Plan BRIEF =
      new Plan(
          EVENTS,
          1,
          List.of(Contender.values()),
          List.of(Case.ALL_REPEATED, Case.FRESH),
          new Plan.Memory(100, 100),
          Duration.ofSeconds(60),
          new Plan.Consumers(Map.of(Contender.LISTENER, 2, Contender.LISTENER_POLLS, 2), 500),
          new Plan.Paced(1_000, Duration.ZERO, Duration.ZERO),
          Jvm.brief());

  @Test
  void all_contenders_do_the_work_and_other_work_is_refused() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    List<String> said = new ArrayList<>();

    try (Servers servers =
        Servers.start(module.resolve("../.."), module.resolve("target/inbox-it"), said::add)) {
      Results results = new InboxBench(servers, BRIEF, said::add).run();

      for (Contender one : Contender.values()) {
        assertDrained(results.of(one, Case.FRESH), one);
        if (one.remembers()) {
          assertDrained(results.of(one, Case.ALL_REPEATED), one);
        }
      }
      // The last one's database stands.
      assertOtherWorkIsRefused(servers);
    }
  }

  private static void assertDrained(List<Drained> rounds, Contender contender) {
    assertThat(rounds).as(contender.word()).hasSize(1);
    assertThat(rounds.getFirst().progress().getLast().done()).isGreaterThanOrEqualTo(EVENTS);
  }

  private static void assertOtherWorkIsRefused(Servers servers) throws SQLException {
    Databases databases = new Databases(servers, BRIEF, System.currentTimeMillis());
    Work work = new Work(Contender.LIMIT, Case.FRESH, databases.events(Case.FRESH));
    requireDone(work, EVENTS, databases);

    change(servers, "DELETE FROM messaging.outbox " + ONE_OF_THEM);

    assertThatThrownBy(() -> requireDone(work, EVENTS, databases))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("effects should be 1000, not 999");

    change(servers, TWICE);

    assertThatThrownBy(() -> requireDone(work, EVENTS, databases))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("events that led to something should be 1000, not 999");
  }

  private static void requireDone(Work work, long fresh, Databases databases) {
    work.require(
        new Work.Said(new Tally(fresh, 0, 0), true, fresh),
        databases.found(work.contender(), work.one()));
  }

  private static void change(Servers servers, String sql) throws SQLException {
    try (Connection connection = servers.connect(servers.databaseName());
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
