package dev.ensemble.order.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderApi;
import dev.ensemble.order.OrderApi.Answer;
import dev.ensemble.order.OrderServiceHarness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The caller's only safe answer to a timeout is to ask again. */
class RetriesTest extends OrderServiceHarness {
  private final String key = UUID.randomUUID().toString();

  @BeforeEach
  void stock_the_price_list() {
    api().put("/products/tea-mug", "{\"price\": 12.50}");
    api().put("/products/tea-pot", "{\"price\": 34.99}");
  }

  @Test
  void an_order_that_is_sent_again_is_the_same_order() {
    Answer first = api().postAs(key, "/orders", OrderApi.teaFor("alice"));
    Map<String, List<String>> after = TABLES.rows();

    Answer again = api().postAs(key, "/orders", OrderApi.teaFor("alice"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again).isEqualTo(first);
    assertThat(TABLES.rows()).isEqualTo(after);
  }

  @Test
  void another_order_under_the_same_key_is_refused() {
    api().postAs(key, "/orders", OrderApi.teaFor("alice"));
    Map<String, List<String>> after = TABLES.rows();

    Answer other = api().postAs(key, "/orders", OrderApi.teaFor("bob"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("type")).isEqualTo("urn:ensemble:problem:idempotency-key-reused");
    assertThat(TABLES.rows()).isEqualTo(after);
  }

  @Test
  void an_order_that_was_refused_is_refused_again_though_it_could_be_taken_by_now() {
    String unknown = OrderApi.teaFor("alice").replace("tea-pot", "tea-pot-" + key);
    Answer first = api().postAs(key, "/orders", unknown);
    api().put("/products/tea-pot-" + key, "{\"price\": 1.00}");

    assertThat(first.status()).isEqualTo(422);
    assertThat(api().postAs(key, "/orders", unknown)).isEqualTo(first);
    assertThat(api().post("/orders", unknown).status()).isEqualTo(201);
  }

  @Test
  void a_cancellation_that_is_sent_again_answers_what_it_answered() {
    UUID order = api().placed("alice");
    String path = "/orders/" + order + "/cancellation";
    Answer first = api().postAs(key, path, "");

    assertThat(first.status()).isEqualTo(202);
    assertThat(api().postAs(key, path, "")).isEqualTo(first);
    assertThat(api().order(order).body().get("version").intValue()).isEqualTo(2);
  }

  @Test
  void a_request_without_a_key_is_refused_and_nothing_is_ordered() {
    Map<String, List<String>> before = TABLES.rows();

    Answer answer = api().postAs(" ", "/orders", OrderApi.teaFor("alice"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("type")).startsWith("urn:ensemble:problem:").contains("idempotency-key");
    assertThat(TABLES.rows()).isEqualTo(before);
  }

  @Test
  void many_who_send_one_order_at_once_have_one_order() throws Exception {
    int callers = 10;
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      Callable<Answer> call = () -> api().postAs(key, "/orders", OrderApi.teaFor("alice"));
      for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(callers, call))) {
        answers.add(answer.get());
      }
    }
    List<Answer> placed = answers.stream().filter(answer -> answer.status() == 201).toList();
    assertThat(placed).isNotEmpty();
    assertThat(placed.stream().map(Answer::orderId).distinct()).hasSize(1);
    assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
  }
}
