package dev.ensemble.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reactions to many facts at once: fewer statements, and the same effects in the same order. */
class SetReactionsTest extends OverOneShop {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /** Types that are taken as sets, and types that are not. */
  private static final List<String> SETS = List.of("set.one.v1", "set.two.v1");

  private static final List<String> SINGLES = List.of("single.one.v1", "single.two.v1");

  /** What the use cases were called with, as {@code set.one.v1: a1 b2}. */
  private final List<String> calls = new ArrayList<>();

  private Consumer<List<Arrived<Shop.Counted>>> before = all -> {};

  @Test
  void facts_that_arrive_together_are_one_call_in_their_order() {
    Progress progress = take("one a1", "one b2", "one a3");

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(3, 0, 0));
    assertThat(calls).containsExactly("set.one.v1: a1 b2 a3");
    assertThat(lot.effects()).containsExactly("a 1", "b 2", "a 3");
    assertThat(shop.told()).containsExactly("a", "b", "a");
  }

  @Test
  void a_set_is_split_where_its_key_goes_on_to_another_type_and_no_further() {
    take("one a1", "one b2", "two a3", "two b4", "one a5", "one c6");

    assertThat(calls)
        .containsExactly("set.one.v1: a1 b2 c6", "set.two.v1: a3 b4", "set.one.v1: a5");
  }

  @Test
  void what_runs_by_itself_keeps_its_place_before_and_behind_a_sets_facts_of_its_key() {
    take("ONE a1", "one a2", "ONE a3", "TWO b4", "one b5");

    assertThat(calls)
        .containsExactly(
            "single.one.v1: a1", "single.two.v1: b4", "set.one.v1: a2 b5", "single.one.v1: a3");
  }

  @Test
  void without_sets_facts_run_in_the_order_of_their_records() {
    take("ONE a1", "TWO b2", "TWO a3", "ONE b4", "ONE a5");

    assertThat(lot.effects()).containsExactly("a 1", "b 2", "a 3", "b 4", "a 5");
  }

  @Test
  void what_has_no_key_keeps_the_order_of_its_partition() {
    Progress progress =
        lot.take(
            intake(), List.of(keyless(0, "one a0"), keyless(1, "two b1"), keyless(2, "one c2")));

    assertThat(progress.done().applied()).isEqualTo(3);
    assertThat(calls).containsExactly("set.one.v1: a0", "set.two.v1: b1", "set.one.v1: c2");
  }

  @Test
  void only_what_is_fresh_is_in_the_list() {
    ConsumerRecord<byte[], byte[]> known = record("one a1");
    lot.take(intake(), List.of(known));
    calls.clear();

    Progress progress = lot.take(intake(), List.of(known, record("one b2"), known));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(1, 2, 0));
    assertThat(calls).containsExactly("set.one.v1: b2");
  }

  @Test
  void rows_are_locked_once_before_the_first_stage() {
    List<String> locked = new ArrayList<>();
    Reactions<Shop.Counted> reactions =
        builder()
            .lockingRowsOf(
                all -> {
                  assertThat(calls).isEmpty();
                  all.forEach(one -> locked.add(one.orderId() + one.amount()));
                })
            .build();

    lot.take(lot.intake(reactions), List.of(record("one a1"), record("two a2"), record("ONE a3")));

    assertThat(locked).containsExactly("a1", "a2", "a3");
    assertThat(calls).hasSize(3);
  }

  @Test
  void each_fact_that_is_told_goes_on_from_the_event_that_it_names() {
    Facts traced = Lot.fact("a", 1);
    ConsumerRecord<byte[], byte[]> first = traced.polled(Shop.TOPIC, 0, 1);
    first.headers().remove("ce_type").add("ce_type", bytes("set.one.v1"));
    first.headers().add("traceparent", bytes(TRACE));
    ConsumerRecord<byte[], byte[]> second = record("one b2");

    lot.take(intake(), List.of(first, second));

    assertThat(
            lot.texts(
                """
                SELECT partition_key || ' ' || causation_id || ' ' || coalesce(traceparent, '-')
                FROM messaging.outbox ORDER BY id
                """))
        .containsExactly("a " + traced.id() + " " + TRACE, "b " + id(second) + " -");
  }

  @Test
  void a_fact_that_names_no_event_is_refused_even_in_a_set_of_one() {
    before = all -> tell(all.getFirst(), null);

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> receive("one a1"))
        .withMessageContaining("must name the event that led to it");
    assertThat(shop.told()).isEmpty();
    assertThat(lot.effects()).isEmpty();
  }

  @Test
  void a_fact_that_names_an_event_that_is_not_acted_on_is_refused() {
    Received stranger = new Received(UUID.randomUUID());
    before = all -> tell(all.getFirst(), stranger);

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> receive("one a1"))
        .withMessageContaining(stranger.id() + " as its cause, which is not acted on here");
    assertThat(shop.told()).isEmpty();
  }

  @Test
  void a_culprit_is_found_by_sets_of_one_and_parked_with_its_key() {
    before = all -> all.forEach(one -> requireNot(one, 3));

    Progress progress = take("one a1", "one b2", "one a3", "two a4", "one c5");

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(3, 0, 0, 2));
    assertThat(calls).containsExactly("set.one.v1: a1", "set.one.v1: b2", "set.one.v1: c5");
    assertThat(lot.effects()).containsExactly("a 1", "b 2", "c 5");
    assertThat(lot.parked()).containsExactly("failed a 3", "behind a 4");
  }

  @Test
  void a_redrive_runs_sets_of_one() {
    before = all -> all.forEach(one -> requireNot(one, 1));
    take("one a1", "one a2");
    before = all -> {};
    calls.clear();

    assertThat(Lot.outcomes(lot.redrive(builder().build(), Lot.ALL)))
        .containsExactly("APPLIED 1", "APPLIED 2");
    assertThat(calls).containsExactly("set.one.v1: a1", "set.one.v1: a2");
    assertThat(lot.effects()).containsExactly("a 1", "a 2");
  }

  /** Any mix of keys and types, of sets and singles, of fresh facts and copies. */
  @Test
  void per_key_effects_and_what_is_told_equal_those_of_one_fact_after_the_other() {
    Random random = new Random(20261121);
    for (int run = 0; run < 40; run++) {
      reset();
      calls.clear();
      int keys = 1 + random.nextInt(6);
      List<String> types =
          IntStream.range(0, 4)
              .filter(n -> n == 0 || random.nextBoolean())
              .boxed()
              .map(n -> List.of("one", "ONE", "two", "TWO").get(n))
              .toList();
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      for (int number = 0; number < 60; number++) {
        boolean copy = !all.isEmpty() && random.nextInt(10) == 0;
        all.add(
            copy
                ? all.get(random.nextInt(all.size()))
                : record(
                    types.get(random.nextInt(types.size()))
                        + " "
                        + (char) ('a' + random.nextInt(keys))
                        + number));
      }
      for (int from = 0; from < all.size(); ) {
        int to = Math.min(all.size(), from + 1 + random.nextInt(30));
        lot.take(intake(), all.subList(from, to));
        from = to;
      }

      Map<String, List<String>> oneByOne =
          all.stream()
              .distinct()
              .map(one -> key(one) + " " + one.offset())
              .collect(Collectors.groupingBy(one -> one.substring(0, 1)));
      assertThat(byKey(lot.effects())).as("run %d, %s", run, calls).isEqualTo(oneByOne);
      assertThat(byKey(toldWithCauses(all))).as("run %d, %s", run, calls).isEqualTo(oneByOne);
    }
  }

  /** What was told, in its order, by key and the offset of the event that it names as its cause. */
  private static List<String> toldWithCauses(List<ConsumerRecord<byte[], byte[]>> all) {
    Map<String, Long> offsets =
        all.stream()
            .distinct()
            .collect(Collectors.toMap(SetReactionsTest::id, ConsumerRecord::offset));
    return lot
        .texts("SELECT partition_key || ' ' || causation_id FROM messaging.outbox ORDER BY id")
        .stream()
        .map(told -> told.substring(0, 2) + offsets.get(told.substring(2)))
        .toList();
  }

  private static Map<String, List<String>> byKey(List<String> effects) {
    return effects.stream().collect(Collectors.groupingBy(one -> one.substring(0, 1)));
  }

  private Progress take(String... facts) {
    return lot.take(intake(), Arrays.stream(facts).map(SetReactionsTest::record).toList());
  }

  private void receive(String... facts) {
    new TransactionalInbox(intake())
        .receive(Arrays.stream(facts).map(SetReactionsTest::record).toList());
  }

  private Intake<Shop.Counted> intake() {
    return lot.intake(builder().build());
  }

  private Reactions.Builder<Shop.Counted> builder() {
    Reactions.Builder<Shop.Counted> builder = Reactions.<Shop.Counted>of("shop").from(Shop.TOPIC);
    SETS.forEach(type -> builder.onAll(type, Shop.Counted.class, all -> act(type, all)));
    SINGLES.forEach(
        type ->
            builder.on(
                type,
                Shop.Counted.class,
                (received, fact) -> act(type, List.of(new Arrived<>(received, fact)))));
    return builder;
  }

  private void act(String type, List<Arrived<Shop.Counted>> all) {
    before.accept(all);
    calls.add(
        type
            + all.stream()
                .map(one -> one.fact().orderId() + one.fact().amount())
                .collect(Collectors.joining(" ", ": ", "")));
    shop.sql()
        .sql(
            """
            INSERT INTO shop.effects (key, amount)
            SELECT key, amount FROM unnest(?, ?) WITH ORDINALITY AS came (key, amount, place)
            ORDER BY place
            """)
        .param(all.stream().map(one -> one.fact().orderId()).toArray(String[]::new))
        .param(all.stream().map(one -> one.fact().amount()).toArray(Integer[]::new))
        .update();
    all.forEach(one -> tell(one, one.received()));
  }

  private static void tell(Arrived<Shop.Counted> one, @Nullable Received cause) {
    String key = one.fact().orderId();
    Outgoing booked = new Outgoing("shop.events", Shop.BOOKED, key, 1, one.fact());
    shop.outbox().append(cause == null ? booked : booked.causedBy(cause));
  }

  private static void requireNot(Arrived<Shop.Counted> one, int amount) {
    if (one.fact().amount() == amount) {
      throw new IllegalArgumentException("the shop is closed");
    }
  }

  /** A fact as {@code one a1}: of a set's type, or as {@code ONE a1}: of one that is none. */
  private static ConsumerRecord<byte[], byte[]> record(String fact) {
    String[] words = fact.split(" ", -1);
    String type =
        switch (words[0]) {
          case "one" -> "set.one.v1";
          case "two" -> "set.two.v1";
          case "ONE" -> "single.one.v1";
          default -> "single.two.v1";
        };
    int number = Integer.parseInt(words[1].substring(1));
    String json = "{\"orderId\":\"%s\",\"amount\":%d}".formatted(words[1].substring(0, 1), number);
    return Facts.of(type, json).polled(Shop.TOPIC, 0, number);
  }

  private static ConsumerRecord<byte[], byte[]> keyless(int offset, String fact) {
    ConsumerRecord<byte[], byte[]> keyed = record(fact);
    ConsumerRecord<byte[], byte[]> bare =
        new ConsumerRecord<>(Shop.TOPIC, 0, offset, null, keyed.value());
    keyed.headers().forEach(header -> bare.headers().add(header));
    return bare;
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(Objects.requireNonNull(record.headers().lastHeader("ce_id")).value(), UTF_8);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
