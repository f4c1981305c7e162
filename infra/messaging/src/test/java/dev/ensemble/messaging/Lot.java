package dev.ensemble.messaging;

import dev.ensemble.testkit.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is parked in the shop, and what tests do with it. */
final class Lot {

  /** Parks what fails at its first attempt. */
  static final Attempts ONE = failure -> OptionalInt.of(1);

  static final Decision DECISION = new Decision("ada", "the cause is mended");
  static final ParkedSelection ALL = new ParkedSelection.All();

  private final Shop shop;

  Lot(Shop shop) {
    this.shop = shop;
  }

  /** The key's event number so much; its offset and amount are the number. */
  static ConsumerRecord<byte[], byte[]> event(String key, int number) {
    return fact(key, number).polled(Shop.TOPIC, 0, number);
  }

  static Facts fact(String key, int number) {
    return Facts.of(Shop.COUNTED, "{\"orderId\":\"" + key + "\",\"amount\":" + number + "}");
  }

  static ConsumerRecord<byte[], byte[]> unheardOf(String key, int number) {
    return Facts.of("thing.unheard-of.v1", "{\"orderId\":\"" + key + "\"}")
        .polled(Shop.TOPIC, 0, number);
  }

  @SafeVarargs
  final Progress take(ConsumerRecord<byte[], byte[]>... records) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      all.add(record);
    }
    return take(all);
  }

  Progress take(List<ConsumerRecord<byte[], byte[]>> records) {
    return take(intake(), records);
  }

  Progress take(Intake<?> intake, List<ConsumerRecord<byte[], byte[]>> records) {
    Progress progress = intake.take(records, ONE);
    if (progress.outage() != null) {
      throw new AssertionError("an outage", progress.outage());
    }
    return progress;
  }

  Intake<?> intake() {
    return shop.bean(Intake.class);
  }

  /** As the shop's, with other reactions. */
  <F> Intake<F> intake(Reactions<F> reactions) {
    return new Intake<>(
        reactions,
        shop.bean(FactJson.class),
        shop.bean(FactTransaction.class),
        shop.bean(RememberedDays.class),
        shop.bean(Outages.class));
  }

  List<Treated> redrive(ParkedSelection selection) {
    return shop.bean(Redrive.class).run(Redrive.Order.of(selection, DECISION));
  }

  List<Treated> redrive(Reactions<?> reactions, ParkedSelection selection) {
    ParkedStep<?> step =
        new ParkedStep<>(
            reactions,
            shop.bean(FactJson.class),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class),
            shop.bean(ParkedStep.Store.class));
    return new ParkedKeysRedrive(step, shop.bean(ParkedEventsTable.class), shop.bean(Outages.class))
        .run(Redrive.Order.of(selection, DECISION));
  }

  List<Treated> discard(ParkedSelection selection) {
    return shop.bean(Discard.class).run(Discard.Order.of(selection, DECISION));
  }

  static List<String> outcomes(List<Treated> treated) {
    return treated.stream().map(one -> one.outcome() + " " + one.event().offset()).toList();
  }

  /** In their order, as {@code failed a 3}. */
  List<String> parked() {
    return texts(
        """
        SELECT kind || ' ' || coalesce(convert_from(key, 'UTF8'), '-') || ' ' || record_offset
        FROM messaging.parked_events ORDER BY number
        """);
  }

  List<String> keys() {
    return texts(
        "SELECT convert_from(record_key, 'UTF8') FROM messaging.parked_keys ORDER BY record_key");
  }

  /** In their order, as {@code a 3}. */
  List<String> effects() {
    return texts("SELECT key || ' ' || amount FROM shop.effects ORDER BY place");
  }

  List<String> audit() {
    return texts(
        """
        SELECT actor || ' ' || result || ' ' || record_offset
        FROM messaging.parking_audit ORDER BY id
        """);
  }

  List<String> texts(String sql) {
    return shop.superuser().sql(sql).query(String.class).list();
  }

  /** Lets the use case fail for this event, until the shop is reset to normal. */
  void poison(String key, int number) {
    shop.behaviour()
        .after(
            one -> {
              if (one.orderId().equals(key) && one.amount() == number) {
                throw new IllegalArgumentException("the shop is closed to " + key);
              }
            });
  }

  void mend() {
    shop.behaviour().reset();
  }
}
