package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One poisoned event among ten thousand, from a broker's partitions to effects. */
@Timeout(180)
class PoisonTest {
  private static final int EVENTS = 10_000;
  private static final int KEYS = 100;
  private static final int PARTITIONS = 4;

  /** The poisoned one, and how its key goes on. */
  private static final int POISON = 3_042;

  private static final String KEY = keyOf(POISON);

  /** By how much the time of backoffs goes on with each pass. */
  private static final Duration STEP = Duration.ofMillis(100);

  /**
   * The pauses after a first and a second attempt, 200 and 400 ms. After each, the broker is asked
   * for the records anew, and passes without any go by until it answers.
   */
  private static final Duration HELD_UP_MAX = Duration.ofMillis(600).plus(STEP.multipliedBy(50));

  @Test
  void it_holds_up_its_key_alone_and_after_a_redrive_all_is_as_if_it_had_not_been() {
    Map<String, List<String>> clean = effectsOfRun(false);
    Map<String, List<String>> poisoned = effectsOfRun(true);

    assertThat(clean).hasSize(KEYS);
    assertThat(clean.get(KEY)).isEqualTo(numbersOf(KEY, 0, EVENTS));
    assertThat(poisoned).isEqualTo(clean);
  }

  private static Map<String, List<String>> effectsOfRun(boolean poisoned) {
    try (Shop shop = Shop.open();
        Desk desk = Desk.open(shop, PARTITIONS)) {
      Lot lot = new Lot(shop);
      send(desk);
      List<Long> tries = new ArrayList<>();
      if (poisoned) {
        shop.behaviour()
            .after(
                one -> {
                  if (one.amount() == POISON) {
                    tries.add(desk.nanos.get());
                    throw new IllegalArgumentException("poison");
                  }
                });
      }
      InboxWorker worker = desk.worker();
      desk.until(
          () -> {
            desk.pass(STEP);
            return count(lot) == EVENTS;
          },
          worker);
      desk.until(
          () -> IntStream.range(0, PARTITIONS).mapToLong(desk::committed).sum() == EVENTS, worker);
      if (poisoned) {
        assertThat(tries).as("three attempts, each with its batch and alone").hasSize(6);
        assertThat(Duration.ofNanos(tries.getLast() - tries.getFirst()))
            .as("how long the other keys of its partition waited")
            .isLessThanOrEqualTo(HELD_UP_MAX);
        assertKeyWaitsAlone(lot);
        lot.mend();
        Redrive.Order order = Redrive.Order.of(new ParkedSelection.OfKey(KEY), Lot.DECISION);
        assertThat(redrive(shop, desk).run(order))
            .hasSize((EVENTS - POISON) / KEYS + 1)
            .allMatch(one -> one.outcome() == Treated.Outcome.APPLIED);
      }
      assertThat(lot.parked()).isEmpty();
      assertThat(lot.keys()).isEmpty();
      return effects(lot);
    }
  }

  private static void assertKeyWaitsAlone(Lot lot) {
    assertThat(lot.keys()).containsExactly(KEY);
    Map<String, List<String>> effects = effects(lot);
    for (int i = 0; i < KEYS; i++) {
      assertThat(effects.get(keyOf(i)))
          .isEqualTo(numbersOf(keyOf(i), 0, keyOf(i).equals(KEY) ? POISON : EVENTS));
    }
    List<String> waiting =
        lot.texts(
            """
            SELECT convert_from(value, 'UTF8')::json ->> 'amount'
            FROM messaging.parked_events ORDER BY number
            """);
    assertThat(waiting).isEqualTo(numbersOf(KEY, POISON, EVENTS));
  }

  private static void send(Desk desk) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestKafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        ProducerRecord<byte[], byte[]> made = Lot.fact(keyOf(i), i).toSend(desk.topic);
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    desk.topic, i % PARTITIONS, made.key(), made.value(), made.headers())));
        if (i < PARTITIONS) {
          // A new topic's broker may not know yet that it leads: a producer with many batches on
          // their way would then resend them out of sequence until they expire.
          sent.getLast().get();
        }
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For the desk's consumer: the shop's own has another name. */
  private static Redrive redrive(Shop shop, Desk desk) {
    return new ParkedKeysRedrive(
        new ParkedStep<>(
            shop.reactions(desk.consumer, desk.topic),
            shop.bean(FactJson.class),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class),
            shop.bean(ParkedStep.Store.class)),
        shop.bean(ParkedEventsTable.class),
        shop.bean(Outages.class));
  }

  private static long count(Lot lot) {
    return Long.parseLong(
        lot.texts(
                """
                SELECT (SELECT count(*) FROM shop.effects)
                     + (SELECT count(*) FROM messaging.parked_events)
                """)
            .getFirst());
  }

  private static Map<String, List<String>> effects(Lot lot) {
    return lot.effects().stream()
        .map(effect -> effect.split(" ", -1))
        .collect(
            Collectors.groupingBy(
                effect -> effect[0],
                TreeMap::new,
                Collectors.mapping(effect -> effect[1], Collectors.toList())));
  }

  private static String keyOf(int number) {
    return "key-" + number % KEYS;
  }

  private static List<String> numbersOf(String key, int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (keyOf(i).equals(key)) {
        numbers.add(String.valueOf(i));
      }
    }
    return numbers;
  }
}
