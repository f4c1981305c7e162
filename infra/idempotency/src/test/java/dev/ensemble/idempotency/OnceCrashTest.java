package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connection dies between any two steps: nothing is left, and the retry has one effect. */
class OnceCrashTest {
  private static final String DIE = "SELECT pg_terminate_backend(pg_backend_pid())";

  private static final String FOR_EACH = " FOR EACH ROW EXECUTE FUNCTION public.die()";

  private TestDatabase database;
  private Replica replica;

  @BeforeEach
  void open() {
    database = Replica.database();
    replica = new Replica(database);
    superuser(
        "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
            + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
  }

  @AfterEach
  void close() {
    replica.close();
  }

  @Test
  void after_the_lock_and_before_the_action_has_done_anything() {
    assertDies(
        () ->
            replica.once.run(
                Replica.command("k"),
                () -> {
                  die();
                  return replica.selling("k", () -> {}).get();
                }));

    assertRetryHasOneEffect();
  }

  @Test
  void after_the_action_and_before_its_answer_is_stored() {
    assertDies(() -> replica.once.run(Replica.command("k"), replica.selling("k", this::die)));

    assertRetryHasOneEffect();
  }

  @Test
  void after_the_action_was_undone_and_before_the_refusal_is_stored() {
    assertDies(
        () ->
            replica.once.run(
                Replica.command("k"),
                replica.selling(
                    "k",
                    () -> {
                      try {
                        die();
                      } catch (RuntimeException dead) {
                        throw refusalAfter(dead);
                      }
                    })));

    assertRetryHasOneEffect();
  }

  @Test
  void after_the_answer_is_stored() {
    superuser("CREATE TRIGGER dies AFTER INSERT ON idempotency.answers" + FOR_EACH);
    assertDies(() -> replica.sell("k"));
    superuser("DROP TRIGGER dies ON idempotency.answers");

    assertRetryHasOneEffect();
  }

  @Test
  void within_the_commit() {
    superuser(
        "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON idempotency.answers"
            + " DEFERRABLE INITIALLY DEFERRED"
            + FOR_EACH);
    assertDies(() -> replica.sell("k"));
    superuser("DROP TRIGGER dies ON idempotency.answers");

    assertRetryHasOneEffect();
  }

  @Test
  void after_the_commit_and_before_the_client_has_read_its_answer() {
    Outcome lost = replica.sell("k");

    try (Replica afterwards = new Replica(database)) {
      assertThat(((Outcome.Replayed) afterwards.sell("k")).answer())
          .isEqualTo(((Outcome.First) lost).answer());
    }
    assertThat(Replica.sales(database)).containsExactly("k");
  }

  private void superuser(String statement) {
    JdbcClient.create(database.superuser()).sql(statement).update();
  }

  private void die() {
    replica.sql.sql(DIE).query().listOfRows();
  }

  private static Refusal refusalAfter(RuntimeException dead) {
    Refusal refusal = new Refusal(Replica.answer("no"));
    refusal.addSuppressed(dead);
    return refusal;
  }

  private void assertDies(Runnable call) {
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(call::run);
    assertThat(Replica.sales(database)).isEmpty();
    assertThat(Replica.storedKeys(database)).isEmpty();
  }

  private void assertRetryHasOneEffect() {
    assertThat(replica.sell("k")).isInstanceOf(Outcome.First.class);
    assertThat(replica.sell("k")).isInstanceOf(Outcome.Replayed.class);
    assertThat(Replica.sales(database)).isEqualTo(List.of("k"));
    assertThat(Replica.storedKeys(database)).isEqualTo(List.of("k"));
  }
}
