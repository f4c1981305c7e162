package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells others what was parked, redriven and discarded, for who watches a topic rather than a
 * table. The facts go through the outbox, in the transaction that does it: they are as durable as
 * that, and as little told where it rolls back. No payload and no exception's words are in them;
 * the record's key is, as a fact needs one.
 */
final class ParkingFacts {
  static final String PARKED = "event.parked.v1";
  static final String REDRIVEN = "event.redriven.v1";
  static final String DISCARDED = "event.discarded.v1";

  static final Set<String> TYPES = Set.of(PARKED, REDRIVEN, DISCARDED);

  /** Where nobody wants to know. */
  static final ParkingFacts NOT_TOLD = new ParkingFacts(fact -> new UUID(0, 0), null);

  private final Outbox outbox;
  private final @Nullable String topic;

  /**
   * @param topic null where nothing is told
   */
  ParkingFacts(Outbox outbox, @Nullable String topic) {
    this.outbox = outbox;
    this.topic = topic;
  }

  /** An event's place: what an operator needs to find it, and no data of it. */
  record Parked(
      String consumer,
      long number,
      String kind,
      long events,
      @Nullable UUID eventId,
      @Nullable String type,
      String topic,
      int partition,
      long offset,
      @Nullable String fingerprint,
      int attempts) {}

  /** What was done with it, by whom and why. */
  record Treatment(
      String consumer,
      long number,
      String outcome,
      @Nullable UUID eventId,
      @Nullable String type,
      String topic,
      int partition,
      long offset,
      String actor,
      String reason,
      boolean keyFreed) {}

  /**
   * Each culprit is told of. What waits behind one is counted, key by key: a thousand events behind
   * one poisoned one are one piece of news. It stands in the first of their facts.
   */
  void parked(String consumer, List<ParkingTable.Added> added) {
    if (topic == null) {
      return;
    }
    Map<ParkedKey, Long> behind = new LinkedHashMap<>();
    for (ParkingTable.Added one : added) {
      ParkedKey key = one.event().key();
      if (!one.event().isCulprit() && key != null) {
        behind.merge(key, 1L, Long::sum);
      }
    }
    for (ParkingTable.Added one : added) {
      ParkedKey key = one.event().key();
      if (one.event().isCulprit()) {
        parked(consumer, one, 1);
      } else if (key != null && behind.containsKey(key)) {
        parked(consumer, one, behind.remove(key));
      }
    }
  }

  private void parked(String consumer, ParkingTable.Added one, long events) {
    var record = one.event().record();
    Grounds grounds = one.event().grounds();
    append(
        PARKED,
        key(record.key(), record.topic(), record.partition(), record.offset()),
        one.number(),
        new Parked(
            consumer,
            one.number(),
            lower(grounds.kind()),
            events,
            one.event().identity().id(),
            one.event().identity().type(),
            record.topic(),
            record.partition(),
            record.offset(),
            grounds.fingerprint(),
            grounds.attempts()));
  }

  void redriven(
      String consumer,
      ParkedRow row,
      Decision decision,
      Treated.Outcome outcome,
      boolean keyFreed) {
    treated(REDRIVEN, consumer, row, decision, outcome, keyFreed);
  }

  void discarded(String consumer, ParkedRow row, Decision decision, boolean keyFreed) {
    treated(DISCARDED, consumer, row, decision, Treated.Outcome.DISCARDED, keyFreed);
  }

  private void treated(
      String type,
      String consumer,
      ParkedRow row,
      Decision decision,
      Treated.Outcome outcome,
      boolean keyFreed) {
    ParkedRecord event = row.event();
    append(
        type,
        key(row.record().key(), event.topic(), event.partition(), event.offset()),
        event.number(),
        new Treatment(
            consumer,
            event.number(),
            lower(outcome),
            event.eventId(),
            event.type(),
            event.topic(),
            event.partition(),
            event.offset(),
            decision.actor(),
            decision.reason(),
            keyFreed));
  }

  private void append(String type, String key, long number, Object data) {
    if (topic != null) {
      outbox.append(new Outgoing(topic, type, key, number, data));
    }
  }

  /**
   * The record's own key, so that facts of one key stay in order; where that is none, its place.
   */
  private static String key(byte @Nullable [] recordKey, String topic, int partition, long offset) {
    if (recordKey != null) {
      String key = new String(recordKey, StandardCharsets.UTF_8);
      if (Wire.isVisible(key)) {
        return key;
      }
    }
    String place = topic + "-" + partition + "@" + offset;
    return place.substring(Math.max(0, place.length() - Wire.NAME_LENGTH_MAX));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
