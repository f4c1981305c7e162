package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.fact;
import static dev.ensemble.messaging.Lot.outcomes;
import static dev.ensemble.messaging.Lot.unheardOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ensemble.testkit.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits takes effect once, in its order, and the answer says what really happened. */
class RedriveTest extends OverOneShop {
  private static final UUID OF_2023 = UUID.fromString("01890000-0000-7000-8000-000000000001");

  @Test
  void a_key_takes_effect_in_its_order_and_is_free_then() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("b", 2), event("a", 3), event("a", 4));
    lot.mend();

    List<Treated> treated = lot.redrive(Lot.ALL);

    assertThat(outcomes(treated)).containsExactly("APPLIED 1", "APPLIED 3", "APPLIED 4");
    assertThat(lot.effects()).containsExactly("b 2", "a 1", "a 3", "a 4");
    assertThat(shop.told()).containsExactly("b", "a", "a", "a");
    assertThat(shop.remembered()).isEqualTo(4);
    assertThat(lot.parked()).isEmpty();
    assertThat(lot.keys()).isEmpty();
    assertThat(lot.take(event("a", 5)).done().applied()).isEqualTo(1);
    assertThat(lot.audit()).containsExactly("ada applied 1", "ada applied 3", "ada applied 4");
  }

  @Test
  void what_is_redriven_and_comes_again_is_known() {
    var culprit = event("a", 1);
    var behind = event("a", 2);
    lot.poison("a", 1);
    lot.take(culprit, behind);
    lot.mend();
    lot.redrive(Lot.ALL);

    assertThat(lot.take(culprit, behind).done()).isEqualTo(new Inbox.Receipt(0, 2, 0, 0));
    assertThat(lot.effects()).containsExactly("a 1", "a 2");
  }

  @Test
  void the_cause_of_what_follows_is_the_event_as_if_it_had_run_live() {
    Facts parked = fact("a", 1);
    lot.poison("a", 1);
    lot.take(parked.polled(Shop.TOPIC, 0, 1));
    lot.mend();
    List<String> locked = new ArrayList<>();
    shop.behaviour().locking(all -> all.forEach(one -> locked.add(one.orderId())));

    lot.redrive(Lot.ALL);

    assertThat(lot.texts("SELECT causation_id FROM messaging.outbox"))
        .containsExactly(parked.id().toString());
    assertThat(locked).containsExactly("a");
    assertThat(shop.behaviour().received()).last().isEqualTo(parked.id());
  }

  @Test
  void the_first_failure_leaves_it_and_the_rest_of_its_key_and_no_other_key() {
    lot.poison("a", 1);
    lot.take(event("a", 1), unheardOf("b", 2), event("a", 3), event("a", 4));
    lot.poison("a", 3);
    lot.take(event("c", 5));

    List<Treated> treated = lot.redrive(Lot.ALL);

    assertThat(outcomes(treated))
        .containsExactly("APPLIED 1", "FAILED 3", "FAILED 2", "NOT_REACHED 4");
    assertThat(treated.get(1).why()).contains("the shop is closed to a");
    assertThat(lot.parked()).containsExactly("unreadable b 2", "failed a 3", "behind a 4");
    assertThat(lot.texts("SELECT attempts::text FROM messaging.parked_events ORDER BY number"))
        .containsExactly("2", "1", "0");
    assertThat(lot.effects()).containsExactly("c 5", "a 1");
    assertThat(lot.keys()).containsExactly("a", "b");
  }

  @Test
  void what_was_applied_meanwhile_just_goes() {
    var culprit = event("a", 1);
    lot.poison("a", 1);
    lot.take(culprit, event("a", 2));
    lot.mend();
    // As a consumer does that had begun before the key was parked, and was frozen since.
    shop.superuser()
        .sql(
            "INSERT INTO messaging.processed_events"
                + " SELECT consumer, event_id, digest FROM messaging.parked_events"
                + " WHERE record_offset = 1")
        .update();

    assertThat(outcomes(lot.redrive(Lot.ALL))).containsExactly("WAS_APPLIED 1", "APPLIED 2");
    assertThat(lot.effects()).containsExactly("a 2");
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void a_dry_run_answers_and_does_nothing() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));
    lot.mend();
    var before = shop.database.rows();

    List<Treated> treated =
        shop.bean(Redrive.class).run(Redrive.Order.of(Lot.ALL, Lot.DECISION).dry());

    assertThat(outcomes(treated)).containsExactly("SELECTED 1", "SELECTED 2");
    assertThat(shop.database.rows()).isEqualTo(before);
  }

  @Test
  void it_ends_at_its_limit_and_the_key_stays_parked_with_the_rest() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2), event("a", 3));
    lot.mend();

    List<Treated> treated =
        shop.bean(Redrive.class).run(Redrive.Order.of(Lot.ALL, Lot.DECISION).upTo(2));

    assertThat(outcomes(treated)).containsExactly("APPLIED 1", "APPLIED 2");
    assertThat(lot.parked()).containsExactly("behind a 3");
    assertThat(lot.take(event("a", 4)).done().parked()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"key", "id", "type", "fingerprint", "number"})
  void a_selection_chooses_keys_and_those_are_redriven_from_their_first_event_on(String by) {
    lot.take(unheardOf("a", 1), event("a", 2), unheardOf("b", 3));
    Facts chosen = Facts.of(Shop.SEEN + "0", "{\"orderId\":\"c\"}");
    lot.take(unheardOf("c", 4), chosen.polled(Shop.TOPIC, 0, 5));
    ParkedSelection selection =
        switch (by) {
          case "key" -> new ParkedSelection.OfKey("c");
          case "id" -> new ParkedSelection.WithId(chosen.id());
          case "type" -> new ParkedSelection.OfType(Shop.SEEN + "0");
          case "number" -> new ParkedSelection.Numbered(number(5));
          default ->
              new ParkedSelection.Alike(
                  lot.texts(
                          "SELECT fingerprint FROM messaging.parked_events WHERE record_offset = 5")
                      .getFirst());
        };

    List<Treated> treated =
        shop.bean(Redrive.class).run(Redrive.Order.of(selection, Lot.DECISION).dry());

    assertThat(outcomes(treated)).containsExactly("SELECTED 4", "SELECTED 5");
  }

  @Test
  void an_unreadable_record_is_read_anew_by_code_that_has_learnt_its_type() {
    lot.take(unheardOf("a", 1), event("a", 2));
    Reactions<Shop.Counted> learnt =
        Reactions.<Shop.Counted>of("shop")
            .from(Shop.TOPIC)
            .on(
                Shop.COUNTED,
                Shop.Counted.class,
                one ->
                    shop.sql()
                        .sql("INSERT INTO shop.effects (key, amount) VALUES (?, ?)")
                        .params(one.orderId(), one.amount())
                        .update())
            .ignoring("thing.unheard-of.v1")
            .build();

    List<Treated> treated = lot.redrive(learnt, Lot.ALL);

    assertThat(outcomes(treated)).containsExactly("IGNORED 1", "APPLIED 2");
    assertThat(lot.effects()).containsExactly("a 2");
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void what_is_from_before_the_window_is_refused_unless_somebody_takes_that_upon_himself() {
    var old = fact("a", 1).id(OF_2023).polled(Shop.TOPIC, 0, 1);
    lot.take(old);

    List<Treated> refused = lot.redrive(Lot.ALL);
    assertThat(outcomes(refused)).containsExactly("REFUSED 1");
    assertThat(refused.getFirst().why()).contains("may have taken effect before");
    assertThat(lot.effects()).isEmpty();

    Redrive.Order anyway = Redrive.Order.of(Lot.ALL, Lot.DECISION).withForgotten();
    assertThat(outcomes(shop.bean(Redrive.class).run(anyway))).containsExactly("APPLIED 1");
    lot.take(old);
    assertThat(outcomes(shop.bean(Redrive.class).run(anyway)))
        .as("it is remembered from then on")
        .containsExactly("WAS_APPLIED 1");
    assertThat(lot.effects()).containsExactly("a 1");
  }

  @Test
  void what_is_from_before_the_window_keeps_the_reason_for_which_it_is_parked() {
    lot.poison("a", 1);
    lot.take(fact("a", 1).id(OF_2023).polled(Shop.TOPIC, 0, 1));
    List<String> reason = lot.texts("SELECT reason FROM messaging.parked_events");
    List<String> fingerprint = lot.texts("SELECT fingerprint FROM messaging.parked_events");
    assertThat(reason.getFirst()).endsWith("it cannot be proved new");
    lot.poison("a", 1);

    Redrive.Order anyway = Redrive.Order.of(Lot.ALL, Lot.DECISION).withForgotten();
    assertThat(outcomes(shop.bean(Redrive.class).run(anyway))).containsExactly("FAILED 1");

    assertThat(lot.texts("SELECT reason FROM messaging.parked_events")).isEqualTo(reason);
    assertThat(lot.texts("SELECT fingerprint FROM messaging.parked_events")).isEqualTo(fingerprint);
    assertThat(lot.texts("SELECT kind || attempts FROM messaging.parked_events"))
        .containsExactly("expired2");
    assertThat(lot.texts("SELECT detail FROM messaging.parking_audit").getFirst())
        .as("why it failed is in its history")
        .contains("closed to a");
  }

  @Test
  void who_and_why_must_be_said() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Decision(" ", "because"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Decision("ada", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Decision("ada", "two\nlines"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redrive.Order.of(Lot.ALL, Lot.DECISION).upTo(0));
  }

  @Test
  void it_refuses_to_run_inside_another_transaction() {
    assertThatIllegalStateException()
        .isThrownBy(() -> shop.transaction().executeWithoutResult(status -> lot.redrive(Lot.ALL)));
    assertThatIllegalStateException()
        .isThrownBy(() -> shop.transaction().executeWithoutResult(status -> lot.discard(Lot.ALL)));
  }

  private static long number(int offset) {
    return shop.superuser()
        .sql("SELECT number FROM messaging.parked_events WHERE record_offset = ?")
        .param(offset)
        .query(Long.class)
        .single();
  }
}
