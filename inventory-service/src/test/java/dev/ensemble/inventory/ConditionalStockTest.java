package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.Http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A count is made of what somebody saw: it is set only where that is still so. */
class ConditionalStockTest extends ServiceTest {
  private final Rivals rivals = new Rivals();

  @AfterEach
  void stop() {
    rivals.close();
  }

  @Test
  void a_count_of_what_is_there_needs_to_say_what_was_seen() {
    String sku = stocked(10);

    http().putIf("/stock/" + sku, "{\"onHand\": 3}").isProblem(428, "precondition-required");

    assertStock(sku, 10, 0);
  }

  @Test
  void a_count_of_what_was_seen_is_set_and_has_another_tag() {
    String sku = stocked(10);
    String seen = http().get("/stock/" + sku).tag();

    Answer answer = http().putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", seen);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.tag()).isNotEmpty().isNotEqualTo(seen);
    assertThat(http().get("/stock/" + sku).tag()).isEqualTo(answer.tag());
    assertStock(sku, 3, 0);
  }

  @Test
  void a_count_of_what_has_changed_since_is_refused() {
    String sku = stocked(10);
    String seen = http().get("/stock/" + sku).tag();
    receive(placed(UUID.randomUUID(), sku));

    http()
        .putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", seen)
        .isProblem(412, "precondition-failed");

    assertStock(sku, 10, 1);
  }

  @Test
  void a_count_that_is_sent_again_is_told_that_it_is_so() {
    String sku = stocked(10);
    String seen = http().get("/stock/" + sku).tag();
    Answer first = http().putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", seen);
    Map<String, List<String>> after = DATABASE.rows();

    Answer again = http().putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", seen);

    assertThat(again).isEqualTo(first);
    assertThat(http().putIf("/stock/" + sku, "{\"onHand\": 3}").status()).isEqualTo(200);
    assertThat(DATABASE.rows()).isEqualTo(after);
  }

  @Test
  void a_sku_that_must_be_new_is_not_overwritten() {
    String sku = newSku();

    Answer created = http().putIf("/stock/" + sku, "{\"onHand\": 5}", "If-None-Match", "*");
    Answer again = http().putIf("/stock/" + sku, "{\"onHand\": 5}", "If-None-Match", "*");

    assertThat(created.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    http()
        .putIf("/stock/" + sku, "{\"onHand\": 6}", "If-None-Match", "*")
        .isProblem(412, "precondition-failed");
    assertStock(sku, 5, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"0123456789abcdef0123456789abcdef\""})
  void a_sku_that_nobody_knows_matches_nothing_and_gets_no_shelf(String ifMatch) {
    String sku = newSku();

    http()
        .putIf("/stock/" + sku, "{\"onHand\": 5}", "If-Match", ifMatch)
        .isProblem(412, "precondition-failed");

    http().get("/stock/" + sku).isProblem(404, "unknown-sku");
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "nonsense", "\"\"", "\"other\", W/%s"})
  void a_tag_that_is_weak_or_none_matches_nothing(String form) {
    String sku = stocked(10);
    String ifMatch = form.replace("%s", http().get("/stock/" + sku).tag());

    http()
        .putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", ifMatch)
        .isProblem(412, "precondition-failed");
  }

  @Test
  void one_of_several_tags_and_any_match() {
    String sku = stocked(10);
    String seen = http().get("/stock/" + sku).tag();

    Answer several =
        http().putIf("/stock/" + sku, "{\"onHand\": 3}", "If-Match", "\"other\", " + seen);
    Answer any = http().putIf("/stock/" + sku, "{\"onHand\": 4}", "If-Match", "*");

    assertThat(several.status()).isEqualTo(200);
    assertThat(any.status()).isEqualTo(200);
    assertStock(sku, 4, 0);
  }

  @Test
  void conditions_that_cannot_be_are_refused() {
    String path = "/stock/" + stocked(10);

    http()
        .putIf(path, "{\"onHand\": 3}", "If-None-Match", "\"x\"")
        .isProblem(400, "invalid-header");
    http()
        .putIf(path, "{\"onHand\": 3}", "If-None-Match", "*", "If-Match", "*")
        .isProblem(400, "invalid-header");
  }

  @Test
  void of_two_who_saw_the_same_one_counts_and_the_other_is_told() {
    String sku = stocked(10);
    String seen = http().get("/stock/" + sku).tag();

    List<Integer> statuses =
        rivals.race(() -> count(sku, 3, seen).status(), () -> count(sku, 4, seen).status());

    assertThat(statuses).containsExactlyInAnyOrder(200, 412);
  }

  private Answer count(String sku, int onHand, String seen) {
    return http().putIf("/stock/" + sku, "{\"onHand\": %d}".formatted(onHand), "If-Match", seen);
  }
}
