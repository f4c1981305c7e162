package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What the library promises to a client, at the client's end of the wire. */
class IdempotencyTest extends TillTest {
  private static final String SALES = "POST /sales";

  @Test
  void a_retry_reads_the_first_answer_byte_by_byte_and_nothing_happens_again() throws Exception {
    double before = counted("replayed", SALES);
    String key = newKey();

    Reply first = sell(key);
    Reply second = sell(key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.isReplay()).isFalse();
    assertThat(first.header("Location")).startsWith("/sales/");
    assertThat(first.header("ETag")).isNotEmpty();
    assertThat(first.header("Content-Type")).isEqualTo("application/json");
    assertThat(second.isReplay()).isTrue();
    assertThat(second.asFirst()).isEqualTo(first);
    assertThat(sales()).containsExactly("tea");
    assertThat(answers()).isEqualTo(1);
    assertThat(counted("replayed", SALES) - before).isEqualTo(1);
  }

  @Test
  void the_first_answer_is_the_one_a_controller_alone_would_give() throws Exception {
    Reply with = sell(newKey());
    Reply without = send(bare("/plain", SLIP));

    assertThat(with.unframed().keySet()).isEqualTo(without.unframed().keySet());
    assertThat(with.header("Content-Type")).isEqualTo(without.header("Content-Type"));
    assertThat(with.body().replaceAll("\\d+", "n"))
        .isEqualTo(without.body().replaceAll("\\d+", "n"));
  }

  @Test
  void a_key_in_quotes_and_a_bare_one_are_the_same_key() throws Exception {
    Reply bare = sell("abc");
    Reply quoted = sell("\"abc\"");

    assertThat(quoted.asFirst()).isEqualTo(bare);
    assertThat(sales()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"item\":\"tea\",\"price\":12.50}",
        "{ \"price\" : 125e-1 , \"item\" : \"tea\" }",
        "{\"item\":\"t\\u0065a\",\"price\":12.5,\"note\":null}"
      })
  void the_same_request_written_in_another_way_is_a_retry(String written) throws Exception {
    String key = newKey();
    Reply first = sell(key);

    assertThat(post("/sales", key, written).asFirst()).isEqualTo(first);
    assertThat(sales()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"item\":\"coffee\",\"price\":12.5}",
        "{\"item\":\"tea\",\"price\":12.51}",
        "{\"item\":\"tea\",\"price\":12.5,\"note\":\"\"}"
      })
  void the_same_key_with_another_request_is_422_and_the_first_answer_is_not_told(String other)
      throws Exception {
    double before = counted("mismatched", SALES);
    String key = newKey();
    Reply first = sell(key);

    Reply reply = post("/sales", key, other);

    assertThat(reply.statusAndProblem()).isEqualTo("422 idempotency-key-reused");
    assertThat(reply.isReplay()).isFalse();
    assertThat(reply.body()).doesNotContain("place");
    assertThat(sell(key).asFirst()).isEqualTo(first);
    assertThat(sales()).hasSize(1);
    assertThat(counted("mismatched", SALES) - before).isEqualTo(1);
  }

  @Test
  void another_path_or_query_on_the_same_route_is_another_request() throws Exception {
    String key = newKey();
    post("/sales/1/returns", key, "");

    assertThat(post("/sales/2/returns", key, "").statusAndProblem())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(post("/sales/1/returns?why=broken", key, "").statusAndProblem())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(post("/sales/1/returns", key, "").isReplay()).isTrue();
    assertThat(sales()).containsExactly("returned 1");
  }

  @Test
  void while_the_first_is_running_the_same_key_is_409_at_once() throws Exception {
    double before = counted("conflicting", SALES);
    CountDownLatch sold = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    till.afterwards(answer -> waiting(sold, goOn, answer));
    String key = newKey();
    CompletableFuture<Reply> first = later(key);
    assertThat(sold.await(30, TimeUnit.SECONDS)).isTrue();

    Reply meanwhile = sell(key);
    goOn.countDown();

    assertThat(meanwhile.statusAndProblem()).isEqualTo("409 idempotency-key-in-use");
    assertThat(meanwhile.header("Retry-After")).isEqualTo("1");
    Reply original = first.get(30, TimeUnit.SECONDS);
    assertThat(sell(key).asFirst()).isEqualTo(original);
    assertThat(sales()).hasSize(1);
    assertThat(counted("conflicting", SALES) - before).isEqualTo(1);
  }

  @Test
  void two_clients_and_two_operations_never_collide() throws Exception {
    String key = newKey();
    double before = counted("first", SALES);

    List<Reply> replies = new ArrayList<>();
    replies.add(sell(key));
    replies.add(send(request("/sales", key, SLIP).header(TillApplication.WHO, "ada")));
    replies.add(send(request("/sales", key, SLIP).header(TillApplication.WHO, "bob")));
    replies.add(send(request("/sales", key, SLIP).header(TillApplication.WHO, "anonymous")));
    replies.add(post("/gifts", key, SLIP));

    assertThat(replies).allMatch(reply -> reply.status() == 201 && !reply.isReplay());
    assertThat(sales()).hasSize(5);
    assertThat(counted("first", SALES) - before).isEqualTo(4);
  }

  @Test
  void a_refusal_in_business_is_replayed_and_what_was_written_before_it_is_not_there()
      throws Exception {
    till.afterwards(
        answer -> {
          throw Till.refusal(HttpStatus.CONFLICT);
        });
    String key = newKey();

    Reply first = sell(key);
    till.afterwards(answer -> answer);
    Reply second = sell(key);

    assertThat(first.statusAndProblem()).isEqualTo("409 till-shut");
    assertThat(first.body()).contains("\"instance\":\"/sales\"", "\"openAgain\":\"tomorrow\"");
    assertThat(first.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(second.isReplay()).isTrue();
    assertThat(second.asFirst()).isEqualTo(first);
    assertThat(sales()).isEmpty();
    assertThat(answers()).isEqualTo(1);
  }

  @Test
  void a_refusal_reads_as_it_would_without_a_key() throws Exception {
    till.afterwards(
        answer -> {
          throw Till.refusal(HttpStatus.TOO_MANY_REQUESTS);
        });
    Reply notStored = sell(newKey());
    till.afterwards(
        answer -> {
          throw Till.refusal(HttpStatus.CONFLICT);
        });
    Reply stored = sell(newKey());

    assertThat(stored.headers().keySet()).isEqualTo(notStored.headers().keySet());
    assertThat(stored.body().replace("409", "429")).isEqualTo(notStored.body());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 408, 425, 429, 500, 503})
  void what_holds_for_one_attempt_alone_is_not_stored_and_the_retry_runs(int status)
      throws Exception {
    HttpStatus code = HttpStatus.valueOf(status);
    String key = newKey();

    till.afterwards(
        answer -> {
          throw Till.refusal(code);
        });
    assertThat(sell(key).statusAndProblem()).isEqualTo(status + " till-shut");
    till.afterwards(answer -> ResponseEntity.status(code).body("{}"));
    assertThat(sell(key).status()).isEqualTo(status);
    assertThat(answers()).isZero();
    assertThat(sales()).isEmpty();

    till.afterwards(answer -> answer);
    assertThat(sell(key).status()).isEqualTo(201);
    assertThat(sales()).hasSize(1);
  }

  @Test
  void a_refusal_that_invites_to_come_again_is_not_stored() throws Exception {
    till.afterwards(
        answer -> {
          throw Till.passingRefusal();
        });
    String key = newKey();

    assertThat(sell(key).header("Retry-After")).isEqualTo("9");
    till.afterwards(answer -> answer);
    assertThat(sell(key).status()).isEqualTo(201);
  }

  @Test
  void a_failure_of_ours_is_not_stored_and_the_retry_runs() throws Exception {
    till.afterwards(
        answer -> {
          throw new IllegalStateException("on purpose");
        });
    String key = newKey();

    assertThat(sell(key).statusAndProblem()).isEqualTo("500 internal-error");
    assertThat(answers()).isZero();
    assertThat(sales()).isEmpty();
    till.afterwards(answer -> answer);
    assertThat(sell(key).status()).isEqualTo(201);
  }

  @Test
  void a_request_that_is_not_valid_uses_up_no_key() throws Exception {
    String key = newKey();

    assertThat(post("/sales", key, "{\"item\":\"tea\"").statusAndProblem())
        .isEqualTo("400 malformed-json");
    assertThat(post("/sales", key, "{\"item\":\"tea\",\"price\":-1}").statusAndProblem())
        .isEqualTo("422 invalid-value");

    assertThat(answers()).isZero();
    assertThat(sell(key).status()).isEqualTo(201);
  }

  @Test
  void an_answer_with_a_header_that_a_replay_would_lack_is_our_mistake_and_undone()
      throws Exception {
    till.afterwards(answer -> ResponseEntity.ok().header("Set-Cookie", "a=b").build());

    assertThat(sell(newKey()).statusAndProblem()).isEqualTo("500 internal-error");
    assertThat(sales()).isEmpty();
    assertThat(answers()).isZero();
  }

  @Test
  void an_answer_without_a_body_is_replayed_too() throws Exception {
    till.afterwards(answer -> ResponseEntity.noContent().build());
    String key = newKey();

    Reply first = sell(key);

    assertThat(first.status()).isEqualTo(204);
    assertThat(sell(key).asFirst()).isEqualTo(first);
    assertThat(sales()).hasSize(1);
  }

  private CompletableFuture<Reply> later(String key) {
    return CLIENT
        .sendAsync(request("/sales", key, SLIP).build(), BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }

  static <T> T waiting(CountDownLatch reached, CountDownLatch goOn, T answer) {
    reached.countDown();
    try {
      if (!goOn.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let it go on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return answer;
  }
}
