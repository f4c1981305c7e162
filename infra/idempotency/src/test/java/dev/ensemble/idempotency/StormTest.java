package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two hundred clients who lost patience with one slow call, and a pool of ten connections. */
class StormTest extends TillTest {
  private static final int DUPLICATES = 200;
  private static final int POOL = 10;

  @Autowired private DataSource pool;

  @Test
  void a_storm_of_retries_is_answered_at_once_without_a_connection_and_others_are_served()
      throws Exception {
    CountDownLatch sold = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    String key = newKey();
    till.afterwards(answer -> IdempotencyTest.waiting(sold, goOn, answer));
    CompletableFuture<Reply> first = later(key);
    assertThat(sold.await(30, TimeUnit.SECONDS)).isTrue();
    till.afterwards(answer -> answer);

    List<Connection> taken = new ArrayList<>();
    try {
      // With the first call's own, the pool is empty: who asks it for a connection waits five
      // seconds, and then has a 503.
      for (int i = 1; i < POOL; i++) {
        taken.add(pool.getConnection());
      }
      List<CompletableFuture<Reply>> storm = new ArrayList<>();
      for (int i = 0; i < DUPLICATES; i++) {
        storm.add(later(key));
      }
      assertThat(storm)
          .allSatisfy(
              duplicate ->
                  assertThat(duplicate.get(30, TimeUnit.SECONDS).statusAndProblem())
                      .isEqualTo("409 idempotency-key-in-use"));

      taken.removeLast().close();
      assertThat(sell(newKey()).status()).isEqualTo(201);
      assertThat(first).as("the first call is still at work").isNotDone();
    } finally {
      goOn.countDown();
      for (Connection connection : taken) {
        connection.close();
      }
    }
    Reply original = first.get(30, TimeUnit.SECONDS);
    assertThat(sell(key).asFirst()).isEqualTo(original);
    assertThat(sales()).hasSize(2);
  }

  private CompletableFuture<Reply> later(String key) {
    return CLIENT
        .sendAsync(request("/sales", key, SLIP).build(), BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }
}
