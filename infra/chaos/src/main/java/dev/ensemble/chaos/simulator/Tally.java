package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.domain.State;
import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.Cancellation;
import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderFact;
import dev.ensemble.order.domain.Status;
import dev.ensemble.order.domain.ToldFact;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.PaymentFact;
import dev.ensemble.payment.domain.PaymentState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what has happened, so that a run in which nothing happened cannot pass for a proof. */
final class Tally {
  private final Map<Sometimes, Long> counts = new EnumMap<>(Sometimes.class);
  private final Map<String, Long> endings = new TreeMap<>();

  long count(Sometimes what) {
    return counts.getOrDefault(what, 0L);
  }

  Map<String, Long> endings() {
    return endings;
  }

  List<Sometimes> never() {
    List<Sometimes> never = new ArrayList<>(List.of(Sometimes.values()));
    never.removeAll(counts.keySet());
    return never;
  }

  void add(Tally other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    other.endings.forEach((ending, count) -> endings.merge(ending, count, Long::sum));
  }

  private void note(Sometimes what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Notes what a step is about to do to the world. */
  void note(World world, Step step) {
    if (step.crash() == Crash.BEFORE_COMMIT) {
      note(Sometimes.ROLLED_BACK);
      return;
    }
    switch (step.action()) {
      case DELIVER -> {
        Channel channel = Channel.at(step.which());
        noteTaking(world, channel, world.next(step.order(), channel));
        if (step.crash() == Crash.AFTER_COMMIT) {
          note(Sometimes.CRASH_BEFORE_OFFSET);
        }
      }
      case REDELIVER -> {
        Channel channel = Channel.at(step.which());
        noteTaking(world, channel, world.topics().at(step.order(), channel, step.detail()));
      }
      case POISON -> note(Sometimes.PARKED);
      case REDRIVE -> note(Sometimes.REDRIVEN);
      case REPLAY -> note(Sometimes.TOPIC_REPLAYED);
      case RELAY_CRASH -> note(Sometimes.RELAY_REPEATED);
      case FORGET -> note(Sometimes.ANSWER_FORGOTTEN);
      case PLACE, CANCEL, DISPATCH -> {
        if (step.crash() == Crash.AFTER_COMMIT) {
          note(Sometimes.CALL_REPEATED);
        }
      }
      case DISPATCH_LATE -> {
        if (world.inventory().reservation(step.order()).state() instanceof State.Ended) {
          note(Sometimes.DISPATCHED_TOO_LATE);
        }
      }
      case DEADLINE, SPOIL, CHARGE_DUE, ASK, RECORD, SEND -> {}
    }
  }

  private void noteTaking(World world, Channel channel, Row row) {
    switch (world.consumer(channel.consumer()).fate(row, false)) {
      case KNOWN -> note(Sometimes.DUPLICATE_DROPPED);
      case PARKED -> note(Sometimes.PARKED_BEHIND);
      case ACTED -> noteActing(world, channel, row);
      case IGNORED -> {}
    }
  }

  private void noteActing(World world, Channel channel, Row row) {
    switch (channel.consumer()) {
      case ORDER -> noteAtOrder(world, row);
      case PAYMENT -> noteAtPayment(world, row);
      case INVENTORY -> noteAtInventory(world, row);
    }
  }

  private void noteAtOrder(World world, Row row) {
    Order order = world.order().order(row.order());
    if (order != null
        && order.status() == Status.CANCELLED
        && Choreography.heardByOrder(row.fact()) instanceof OrderFact.PaymentCharged) {
      note(Sometimes.CHARGE_AFTER_END);
    }
  }

  private void noteAtPayment(World world, Row row) {
    Payment payment = world.payment().payment(row.order());
    if (payment != null && payment.state() instanceof PaymentState.Charging) {
      note(Sometimes.WITHDRAWN_MEANWHILE);
    }
  }

  private void noteAtInventory(World world, Row row) {
    State state = world.inventory().reservation(row.order()).state();
    if (row.fact() instanceof PaymentFact.Charged && state instanceof State.Released) {
      note(Sometimes.COMPENSATION_FIRST);
    }
    if (row.fact() instanceof ToldFact.CancellationRequested) {
      switch (state) {
        case State.Shipping it -> note(Sometimes.CANCELLED_IN_TIME);
        case State.Dispatched it -> note(Sometimes.CANCELLED_TOO_LATE);
        case State.Unknown it -> {}
        case State.Reserved it -> {}
        case State.Ended it -> {}
      }
    }
  }

  /** Notes how an order has ended. */
  void noteEnd(World world, Invariants invariants, int number) {
    endings.merge(invariants.ending(number), 1L, Long::sum);
    Order order = world.order().order(number);
    if (order == null) {
      return;
    }
    if (order.knowledge().cancellation() instanceof Cancellation.Refused refused
        && refused.by() == Asker.DEADLINE) {
      note(Sometimes.DEADLINE_LOST);
    }
    EndReason reason = order.knowledge().endReason();
    if (reason != null) {
      switch (reason) {
        case OUT_OF_STOCK -> note(Sometimes.STOCK_SHORT);
        case PAYMENT_DECLINED -> note(Sometimes.MONEY_SHORT);
        case SHIPMENT_FAILED -> note(Sometimes.SPOILED);
        case DEADLINE -> note(Sometimes.DEADLINE_WON);
        case CUSTOMER -> {}
      }
    }
  }
}
