package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Redrives key after key, one event at a time. */
final class ParkedKeysRedrive implements Redrive {
  private static final Logger log = LoggerFactory.getLogger(ParkedKeysRedrive.class);

  private final ParkedStep<?> step;
  private final ParkedEventsTable parked;
  private final Outages outages;

  ParkedKeysRedrive(ParkedStep<?> step, ParkedEventsTable parked, Outages outages) {
    this.step = step;
    this.parked = parked;
    this.outages = outages;
  }

  @Override
  public List<Treated> run(Order order) {
    requireNoTransaction();
    List<ParkedEventsTable.Place> plan = plan(order);
    if (order.dryRun()) {
      return plan.stream()
          .map(place -> new Treated(place.event(), Treated.Outcome.SELECTED, null))
          .toList();
    }
    Run run = new Run(order);
    String cutOff = run.all(plan);
    List<Treated> all = new ArrayList<>(run.treated.values());
    all.addAll(rest(plan, run.treated.keySet(), cutOff));
    log.info(
        "Consumer {}: {} redrove parked events: {} tried, {} planned",
        step.consumer(),
        order.decision().actor(),
        run.treated.size(),
        plan.size());
    return all;
  }

  private List<ParkedEventsTable.Place> plan(Order order) {
    try {
      return parked.inTheirKeys(step.consumer(), order.selection(), order.eventsMax());
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
  }

  static void requireNoTransaction() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("parked events are treated in transactions of their own");
    }
  }

  /** What was planned and not tried: it still waits, or somebody else has dealt with it. */
  private List<Treated> rest(
      List<ParkedEventsTable.Place> plan, Set<Long> treated, @Nullable String cutOff) {
    List<ParkedEventsTable.Place> notTried =
        plan.stream().filter(place -> !treated.contains(place.event().number())).toList();
    Set<Long> waiting = Set.of();
    String why = cutOff;
    if (why == null && !notTried.isEmpty()) {
      try {
        waiting = parked.present(step.consumer(), numbers(notTried));
      } catch (RuntimeException unknown) {
        // What was done before stays so, and must be told.
        why = whyCutOff(unknown, outages);
      }
    }
    List<Treated> rest = new ArrayList<>();
    for (ParkedEventsTable.Place place : notTried) {
      boolean waits = why != null || waiting.contains(place.event().number());
      rest.add(
          new Treated(
              place.event(), waits ? Treated.Outcome.NOT_REACHED : Treated.Outcome.GONE, why));
    }
    return rest;
  }

  private static List<Long> numbers(List<ParkedEventsTable.Place> places) {
    return places.stream().map(place -> place.event().number()).toList();
  }

  /** Of a failure that is not an event's own; without its words, which may be a payload's. */
  static String whyCutOff(Throwable failure, Outages outages) {
    if (outages.isOutage(failure)) {
      return "an outage: " + Reasons.of(failure);
    }
    String reason = Reasons.of(failure);
    log.error("What is done with parked events ended: {} {}", reason, Grounds.place(failure));
    return "a failure: " + reason;
  }

  /** One redrive on its way. */
  private final class Run {
    private final Order order;
    private final Map<Long, Treated> treated = new LinkedHashMap<>();

    Run(Order order) {
      this.order = order;
    }

    /** Answers what it ended for before its end, null where it did not. */
    @Nullable String all(List<ParkedEventsTable.Place> plan) {
      Set<ParkedKey> begun = new HashSet<>();
      try {
        for (ParkedEventsTable.Place place : plan) {
          ParkedKey key = place.key();
          if (key == null) {
            goesOn(() -> step.alone(place.event().number(), order));
          } else if (begun.add(key)) {
            while (goesOn(() -> step.firstOf(key, order))) {
              // The next one of the key, as long as there is one, it succeeds, and we may.
            }
          }
        }
        return null;
      } catch (RuntimeException | Error failure) {
        return whyCutOff(failure, outages);
      }
    }

    private boolean goesOn(Supplier<Optional<Treated>> next) {
      if (treated.size() >= order.eventsMax()) {
        return false;
      }
      Optional<Treated> one = next.get();
      one.ifPresent(now -> treated.put(now.event().number(), now));
      return one.isPresent() && isDoneWith(one.get());
    }

    private static boolean isDoneWith(Treated one) {
      return switch (one.outcome()) {
        case APPLIED, WAS_APPLIED, IGNORED, DISCARDED -> true;
        case FAILED, REFUSED, NOT_REACHED, GONE, PARKED, SELECTED -> false;
      };
    }
  }
}
