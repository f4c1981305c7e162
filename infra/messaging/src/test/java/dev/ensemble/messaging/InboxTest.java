package dev.ensemble.messaging;

import static dev.ensemble.messaging.Shop.counted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Each event once, whatever comes again; and one failure is one event's affair. */
class InboxTest extends OverOneShop {
  @Test
  void facts_take_effect_in_their_order_and_tell_what_followed() {
    Inbox.Receipt receipt =
        shop.inbox().receive(List.of(counted(0, "b"), counted(1, "a"), counted(2, "b")));

    assertThat(receipt).isEqualTo(new Inbox.Receipt(3, 0, 0));
    assertThat(shop.effects()).containsExactly("b", "a", "b");
    assertThat(shop.told()).containsExactly("b", "a", "b");
  }

  @Test
  void a_batch_that_comes_again_has_no_second_effect() {
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(counted(0, "a"), counted(1, "b"));
    shop.inbox().receive(batch);

    assertThat(shop.inbox().receive(batch)).isEqualTo(new Inbox.Receipt(0, 2, 0));
    assertThat(shop.effects()).containsExactly("a", "b");
    assertThat(shop.told()).containsExactly("a", "b");
  }

  @Test
  void of_a_batch_that_overlaps_an_earlier_one_only_the_rest_takes_effect() {
    ConsumerRecord<byte[], byte[]> a = counted(0, "a");
    ConsumerRecord<byte[], byte[]> b = counted(1, "b");
    ConsumerRecord<byte[], byte[]> c = counted(2, "c");
    shop.inbox().receive(List.of(a, b));

    assertThat(shop.inbox().receive(List.of(b, c, a))).isEqualTo(new Inbox.Receipt(1, 2, 0));
    assertThat(shop.effects()).containsExactly("a", "b", "c");
  }

  @Test
  void an_event_that_stands_twice_in_one_batch_takes_effect_once() {
    Facts twice = counted("a");

    Inbox.Receipt receipt =
        shop.inbox()
            .receive(List.of(twice.polled(Shop.TOPIC, 0, 0), twice.polled(Shop.TOPIC, 0, 1)));

    assertThat(receipt).isEqualTo(new Inbox.Receipt(1, 1, 0));
    assertThat(shop.effects()).containsExactly("a");
  }

  @Test
  void events_of_producers_that_make_random_ids_are_remembered_too() {
    ConsumerRecord<byte[], byte[]> foreign =
        counted("a")
            .id(UUID.fromString("f81d4fae-7dec-4d0a-a765-00a0c91e6bf6"))
            .polled(Shop.TOPIC, 0, 0);

    assertThat(shop.inbox().receive(List.of(foreign))).isEqualTo(new Inbox.Receipt(1, 0, 0));
    assertThat(shop.inbox().receive(List.of(foreign))).isEqualTo(new Inbox.Receipt(0, 1, 0));
    assertThat(shop.effects()).containsExactly("a");
  }

  @Test
  void what_the_consumer_ignores_by_name_is_neither_read_nor_remembered() {
    ConsumerRecord<byte[], byte[]> seen =
        Facts.of(Shop.SEEN, "{\"orderId\":\"a\"}").polled(Shop.TOPIC, 0, 0);

    assertThat(shop.inbox().receive(List.of(seen))).isEqualTo(new Inbox.Receipt(0, 0, 1));
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void a_use_case_that_throws_leaves_no_effect_no_fact_and_no_memory() {
    shop.behaviour().after(failing("a"));

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(counted(7, "a"))))
        .withMessageContaining("offset 7")
        .withMessageContaining("the shop is closed");

    assertThat(shop.effects()).isEmpty();
    assertThat(shop.told()).isEmpty();
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void an_event_that_failed_takes_effect_when_it_comes_again() {
    ConsumerRecord<byte[], byte[]> a = counted(0, "a");
    shop.behaviour().after(failing("a"));
    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(a)));
    shop.behaviour().reset();

    assertThat(shop.inbox().receive(List.of(a))).isEqualTo(new Inbox.Receipt(1, 0, 0));
    assertThat(shop.effects()).containsExactly("a");
  }

  @Test
  void the_culprit_holds_up_its_own_partition_and_nothing_else() {
    shop.behaviour().after(failing("culprit"));
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    batch.add(counted("a").polled(Shop.TOPIC, 0, 0));
    batch.add(counted("culprit").polled(Shop.TOPIC, 0, 1));
    batch.add(counted("behind").polled(Shop.TOPIC, 0, 2));
    batch.add(counted("b").polled(Shop.TOPIC, 1, 0));
    batch.add(counted("c").polled(Shop.TOPIC, 1, 1));

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(batch))
        .withMessageContaining("partition 0, offset 1");

    assertThat(shop.effects()).containsExactly("a", "b", "c");
  }

  @Test
  void an_unreadable_record_holds_up_its_own_partition_and_nothing_else() {
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    batch.add(counted("a").polled(Shop.TOPIC, 0, 0));
    batch.add(Facts.of("thing.unheard-of.v1", "{\"orderId\":\"x\"}").polled(Shop.TOPIC, 0, 1));
    batch.add(counted("behind").polled(Shop.TOPIC, 0, 2));
    batch.add(counted("b").polled(Shop.TOPIC, 1, 0));

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(batch))
        .withMessageContaining("thing.unheard-of.v1")
        .withMessageContaining("neither reacted to nor ignored");

    assertThat(shop.effects()).containsExactly("a", "b");
  }

  @Test
  void an_event_from_before_the_window_is_never_acted_on() {
    // As in a service that has run for long, and whose old partitions nothing has dropped yet.
    Instant before = Instant.now().minus(Duration.ofDays(30));
    new PartitionUpkeep(
            shop.bean(JdbcTemplate.class),
            SettableClock.at(before),
            new PartitionUpkeep.Span(Duration.ZERO, Duration.ZERO))
        .runOnce();
    ConsumerRecord<byte[], byte[]> old =
        counted("a").id(new EpochIds(before::toEpochMilli).next()).polled(Shop.TOPIC, 0, 0);

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(old)))
        .withMessageContaining("the window of PT336H begins with")
        .withMessageContaining("cannot be proved new");

    assertThat(shop.effects()).isEmpty();
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void an_event_from_before_the_oldest_partition_is_never_acted_on() {
    ConsumerRecord<byte[], byte[]> old =
        counted("a")
            .id(UUID.fromString("01890000-0000-7000-8000-000000000001"))
            .polled(Shop.TOPIC, 0, 0);

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(old, counted(1, "b"))))
        .withMessageContaining("2023-06-28")
        .withMessageContaining("cannot be proved new");

    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void an_event_from_beyond_the_newest_partition_is_never_acted_on() {
    ConsumerRecord<byte[], byte[]> ahead =
        counted("a")
            .id(UUID.fromString("03a00000-0000-7000-8000-000000000001"))
            .polled(Shop.TOPIC, 0, 0);

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(ahead)))
        .withMessageContaining("cannot be proved new");
  }

  @Test
  void one_id_with_two_meanings_is_noticed_and_not_swallowed() {
    Facts first = counted("a");
    Facts second = counted("b").id(first.id());
    shop.inbox().receive(List.of(first.polled(Shop.TOPIC, 0, 0)));

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(second.polled(Shop.TOPIC, 0, 1))))
        .withMessageContaining("seen before with another type or payload");
    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(
            () ->
                shop.inbox()
                    .receive(
                        List.of(
                            counted("c").id(UUID.randomUUID()).polled(Shop.TOPIC, 0, 2),
                            second.polled(Shop.TOPIC, 0, 3))));

    assertThat(shop.effects()).containsExactly("a", "c");
  }

  @Test
  void a_use_case_that_swallows_a_rollback_does_not_pass_for_done() {
    TransactionTemplate joining = shop.transaction();
    shop.behaviour()
        .after(
            one -> {
              try {
                joining.executeWithoutResult(
                    status -> {
                      throw new IllegalStateException("rolled back inside");
                    });
              } catch (IllegalStateException swallowed) {
                // As a use case would that takes the failure for handled.
              }
            });

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(counted(0, "a"))))
        .withMessageContaining("marked the inbox's transaction for rollback");
    assertThat(shop.effects()).isEmpty();
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void a_use_case_that_ends_the_transaction_by_itself_does_not_pass_for_done() {
    shop.behaviour().before(one -> shop.sql().sql("ROLLBACK").update());

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(counted(0, "a"))))
        .withMessageContaining("ended the inbox's transaction by itself");
    assertThat(shop.effects()).isEmpty();
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void a_use_case_that_swallows_a_failed_statement_does_not_pass_for_done() {
    shop.behaviour()
        .after(
            one -> {
              try {
                shop.sql().sql("SELECT 1 / 0").query().singleValue();
              } catch (RuntimeException swallowed) {
                // PostgreSQL has aborted the transaction; its COMMIT would be a rollback.
              }
            });

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(counted(0, "a"))));
    assertThat(shop.effects()).isEmpty();
    assertThat(shop.remembered()).isZero();
  }

  @Test
  void what_a_use_case_commits_apart_does_not_end_the_inboxs_transaction() {
    TransactionTemplate apart = shop.transaction();
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    shop.behaviour()
        .after(
            one ->
                apart.executeWithoutResult(
                    status ->
                        shop.sql()
                            .sql("INSERT INTO shop.accounts VALUES (?, 1)")
                            .param(one.orderId())
                            .update()));

    assertThat(shop.inbox().receive(List.of(counted(0, "a"))).applied()).isEqualTo(1);
  }

  @Test
  void the_batchs_fresh_facts_are_shown_to_the_row_locks_before_anything_runs() {
    List<String> log = new ArrayList<>();
    ConsumerRecord<byte[], byte[]> known = counted(0, "known");
    shop.inbox().receive(List.of(known));
    shop.behaviour().locking(all -> all.forEach(one -> log.add("lock " + one.orderId())));
    shop.behaviour().before(one -> log.add("run " + one.orderId()));

    shop.inbox().receive(List.of(known, counted(1, "a"), counted(2, "b")));

    assertThat(log).containsExactly("lock a", "lock b", "run a", "run b");
  }

  @Test
  void the_inbox_refuses_to_run_inside_another_transaction() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                shop.transaction()
                    .executeWithoutResult(
                        status -> shop.inbox().receive(List.of(counted(0, "a")))));
  }

  @Test
  void an_empty_batch_is_nothing() {
    assertThat(shop.inbox().receive(List.of())).isEqualTo(new Inbox.Receipt(0, 0, 0));
  }

  private static Consumer<Shop.Counted> failing(String key) {
    return one -> {
      if (one.orderId().equals(key)) {
        throw new IllegalArgumentException("the shop is closed");
      }
    };
  }
}
