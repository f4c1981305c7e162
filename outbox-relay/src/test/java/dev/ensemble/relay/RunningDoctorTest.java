package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody does to a source while it streams: it is seen, and the relay fails closed. */
class RunningDoctorTest {
  private final OutboxDatabase database = OutboxDatabase.create();

  @AfterEach
  void dropSlot() {
    database.asSuperuser("ALTER ROLE relay REPLICATION");
    database.dropSlot();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER PUBLICATION outbox DROP TABLE messaging.outbox           | does not hold table messaging.outbox      | ADD TABLE messaging.outbox; rows that were written without it never come
          DROP PUBLICATION outbox                                        | publication outbox does not exist         | CREATE PUBLICATION outbox
          ALTER PUBLICATION outbox SET (publish = 'insert, truncate')    | publishes "insert, truncate"              | SET (publish = 'insert')
          ALTER PUBLICATION outbox SET TABLE messaging.outbox WHERE (sequence > 1) | filters rows                    | SET TABLE messaging.outbox
          ALTER TABLE messaging.outbox RENAME COLUMN subject TO matter   | no column subject (row.headers[ce_subject]) | give the table the shape
          REVOKE SELECT ON messaging.outbox FROM relay                   | may not read messaging.outbox             | GRANT SELECT
          ALTER ROLE relay NOREPLICATION                                 | role relay may not replicate              | ALTER ROLE relay REPLICATION
          """)
  void what_would_lose_rows_ends_a_running_relay_and_says_what_to_do(
      String harm, String reason, String remedy) {
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      database.asSuperuser(harm);

      RelayFailure failure = relay.awaitCrash();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(failure).hasMessageContainingAll("Refused: ", reason, "What to do: ", remedy);
      assertThat(relay.state().findings()).anyMatch(found -> found.sentence().contains(reason));
    }
  }

  @Test
  void what_does_no_harm_is_let_through() {
    Topic topic = Topic.create(1);
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      database.insert(topic.name(), "k", 1);
      database.asOwner(
          """
          ALTER TABLE messaging.outbox ADD COLUMN note text;
          ALTER TABLE messaging.outbox ALTER COLUMN subject TYPE varchar(200);
          ALTER PUBLICATION outbox SET TABLE messaging.outbox;
          """);
      database.insert(topic.name(), "k", 2);
      database.asOwner("UPDATE messaging.outbox SET sequence = 7; DELETE FROM messaging.outbox");
      database.insert(topic.name(), "k", 3);
      database.asOwner("TRUNCATE messaging.outbox");
      database.insert(topic.name(), "k", 4);

      assertThat(Topic.sequences(topic.await(4))).containsExactly(1L, 2L, 3L, 4L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }
}
