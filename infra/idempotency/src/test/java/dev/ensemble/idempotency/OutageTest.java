package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database fails a call in the middle: a 503 that invites to come again, and whoever does. */
class OutageTest extends TillTest {
  @Autowired private JdbcClient sql;

  @Test
  void a_connection_cut_within_a_call_is_503_and_the_retry_has_one_effect() throws Exception {
    till.afterwards(
        answer -> {
          sql.sql("SELECT pg_terminate_backend(pg_backend_pid())").query().listOfRows();
          return answer;
        });
    String key = newKey();

    assertThat(sell(key).statusAndProblem()).isEqualTo("503 temporarily-unavailable");
    assertThat(answers()).isZero();
    till.afterwards(answer -> answer);

    assertThat(sell(key).status()).isEqualTo(201);
    assertThat(sell(key).isReplay()).isTrue();
    assertThat(sales()).hasSize(1);
  }

  @Test
  void a_day_without_a_partition_is_503_until_the_upkeep_has_made_it() throws Exception {
    String today =
        superuser()
            .sql("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD')")
            .query(String.class)
            .single();
    superuser().sql("DROP TABLE idempotency.answers_" + today).update();
    String key = newKey();

    assertThat(sell(key).statusAndProblem()).isEqualTo("503 temporarily-unavailable");
    assertThat(sales()).isEmpty();
    superuser().sql("SELECT idempotency.ensure_partitions(1)").query().singleRow();

    assertThat(sell(key).status()).isEqualTo(201);
  }
}
