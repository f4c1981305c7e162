package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Parks by key, within the inbox's transaction: what cannot be acted on waits, and what comes
 * behind it of its key waits with it.
 */
final class Parking {

  /** What of a batch is to run, and what is to wait. */
  record Sorted<F>(List<Reading.Fact<F>> toRun, List<Parkable> toPark) {}

  private final ParkingTable parked;
  private final ProcessedEventsTable processed;
  private final ParkingLimits limits;
  private final ParkingFacts facts;

  Parking(
      ParkingTable parked,
      ProcessedEventsTable processed,
      ParkingLimits limits,
      ParkingFacts facts) {
    this.parked = parked;
    this.processed = processed;
    this.limits = limits;
    this.facts = facts;
  }

  /**
   * Sorts a batch in its order. The locks that it takes keep every key as it is found until the
   * transaction ends: taken first of all, so that whoever waits for them holds nothing else.
   */
  <F> Sorted<F> sort(String consumer, List<Reading<F>> batch) {
    Set<ParkedKey> keys = new LinkedHashSet<>();
    List<Parkable> unreadable = new ArrayList<>();
    for (Reading<F> reading : batch) {
      ParkedKey key = ParkedKey.of(reading.record().key());
      if (key != null) {
        keys.add(key);
      }
      if (reading instanceof Reading.Unreadable<F> one) {
        unreadable.add(culprit(one));
      }
    }
    Set<ParkedKey> held = new HashSet<>(parked.lockShared(consumer, keys));
    Set<Parkable> open = new HashSet<>(unsettled(consumer, unreadable));
    List<Reading.Fact<F>> toRun = new ArrayList<>();
    List<Parkable> toPark = new ArrayList<>();
    for (Reading<F> reading : batch) {
      switch (reading) {
        case Reading.Fact<F> fact -> {
          // As a rule nothing is parked, and no key needs to be read twice.
          ParkedKey key = held.isEmpty() ? null : ParkedKey.of(fact.record().key());
          if (key != null && held.contains(key)) {
            toPark.add(Parkable.behind(fact.record(), key));
          } else {
            toRun.add(fact);
          }
        }
        case Reading.Unreadable<F> one -> {
          Parkable culprit = culprit(one);
          // One that was parked or decided upon before does not park its key again.
          if (open.contains(culprit)) {
            toPark.add(culprit);
            if (culprit.key() != null) {
              held.add(culprit.key());
            }
          }
        }
        case Reading.Ignored<F> nothingToDo -> {}
      }
    }
    return new Sorted<>(toRun, toPark);
  }

  private static Parkable culprit(Reading.Unreadable<?> one) {
    return Parkable.culprit(one.record(), one.reason(), 1);
  }

  /**
   * Parks them in their order; those that were acted on, discarded or parked before stay as they
   * are. Where another acts on one at this moment, this waits for what comes of it.
   *
   * @return what was parked now
   * @throws ParkingFull where that would be too many
   */
  List<Parkable> park(String consumer, List<Parkable> all) {
    List<Parkable> came = unsettled(consumer, all);
    if (came.isEmpty()) {
      return List.of();
    }
    Set<ParkedKey> keys = new HashSet<>();
    came.stream().map(Parkable::key).filter(Objects::nonNull).forEach(keys::add);
    // First the keys and then the ids, as whoever redrives.
    parked.hold(consumer, keys);
    processed.hold(consumer, entries(came));
    List<Parkable> open = unsettled(consumer, came);
    if (open.size() < came.size()) {
      open.stream().map(Parkable::key).filter(Objects::nonNull).forEach(keys::remove);
      parked.free(consumer, keys);
    }
    if (open.isEmpty()) {
      return List.of();
    }
    requireRoom(consumer, open);
    List<ParkingTable.Added> added = parked.insert(consumer, open);
    facts.parked(consumer, added);
    return added.stream().map(ParkingTable.Added::event).toList();
  }

  /**
   * Parks it where somebody has ordered that, and notes who.
   *
   * @return what was parked now; empty where there is no such order
   * @throws ParkingFull where that would be too many
   */
  Optional<List<Parkable>> parkByOrder(String consumer, Parkable culprit) {
    UUID id = culprit.identity().id();
    if (id == null) {
      return Optional.empty();
    }
    Optional<Decision> order = parked.orders().standing(consumer, id);
    if (order.isEmpty()) {
      return Optional.empty();
    }
    List<Parkable> now = park(consumer, List.of(culprit));
    if (!now.isEmpty()) {
      parked.orders().note(consumer, culprit.identity(), order.get());
    }
    parked.orders().end(consumer, id);
    return Optional.of(now);
  }

  private List<Parkable> unsettled(String consumer, List<Parkable> all) {
    if (all.isEmpty()) {
      return List.of();
    }
    var digests = processed.digests(consumer, entries(all));
    Set<Integer> settled = parked.settled(consumer, all);
    List<Parkable> open = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Identity identity = all.get(i).identity();
      boolean actedOn =
          identity.id() != null
              && Long.valueOf(identity.digest()).equals(digests.get(identity.id()));
      if (!actedOn && !settled.contains(i)) {
        open.add(all.get(i));
      }
    }
    return open;
  }

  /** Of those that bear an id. */
  private static List<ProcessedEventsTable.Entry> entries(List<Parkable> all) {
    List<ProcessedEventsTable.Entry> entries = new ArrayList<>();
    for (Parkable one : all) {
      if (one.identity().id() != null) {
        entries.add(new ProcessedEventsTable.Entry(one.identity().id(), one.identity().digest()));
      }
    }
    return entries;
  }

  private void requireRoom(String consumer, List<Parkable> open) {
    ParkingTable.Taken taken = parked.taken(consumer);
    if (taken.events() + open.size() > limits.eventsMax()) {
      throw new ParkingFull(
          "%d events of consumer %s are parked at most (inbox.parked-events-max): redrive or discard"
              .formatted(limits.eventsMax(), consumer));
    }
    // Where nothing is parked there is nothing to redrive or discard, so one is let in of any size.
    boolean first = taken.events() == 0 && open.size() == 1;
    if (!first
        && taken.bytes() + open.stream().mapToLong(Parkable::bytes).sum() > limits.bytesMax()) {
      throw new ParkingFull(
          "%d bytes of consumer %s are parked at most (inbox.parked-bytes-max): redrive or discard"
              .formatted(limits.bytesMax(), consumer));
    }
    Map<ParkedKey, Long> more = new HashMap<>();
    open.stream()
        .map(Parkable::key)
        .filter(Objects::nonNull)
        .forEach(key -> more.merge(key, 1L, Long::sum));
    Map<ParkedKey, Long> there = parked.countByKey(consumer, more.keySet());
    more.forEach(
        (key, count) -> {
          if (there.getOrDefault(key, 0L) + count > limits.eventsPerKeyMax()) {
            throw new ParkingFull(
                "%d events of one key are parked at most (inbox.parked-events-per-key-max)"
                    .formatted(limits.eventsPerKeyMax()));
          }
        });
  }
}
