package dev.ensemble.chaos.simulator;

import dev.ensemble.order.domain.Order;
import dev.ensemble.payment.domain.Payment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A history as a person reads it: who did what, what came again, and what was wrong then. */
final class Story {
  private final World world;
  private final List<String> lines = new ArrayList<>();
  private int stepCount;

  private Story(World world) {
    this.world = world;
  }

  /** Tells the history of a world that begins as the scenario says; steps must be possible. */
  static String tell(Scenario scenario, Mutation mutation, Exploration.Counterexample found) {
    Story story = new Story(World.of(scenario, mutation));
    if (mutation != Mutation.NONE) {
      story.lines.add("(taken away for this run: " + mutation.title() + ")");
    }
    Set<Integer> orders = new HashSet<>();
    for (Step step : found.steps()) {
      if (isAboutOneOrder(step)) {
        orders.add(step.order());
      }
      story.add(step);
    }
    story.lines.add("Violated: " + found.violation().sentence());
    orders.forEach(story::addEnd);
    return String.join(System.lineSeparator(), story.lines);
  }

  private static boolean isAboutOneOrder(Step step) {
    return switch (step.action()) {
      case SEND, RELAY_CRASH, SPOIL, REPLAY -> false;
      case PLACE, CANCEL, DEADLINE, DISPATCH, DISPATCH_LATE -> true;
      case CHARGE_DUE, ASK, RECORD, FORGET -> true;
      case DELIVER, POISON, REDELIVER, REDRIVE -> true;
    };
  }

  private void add(Step step) {
    StringBuilder line = new StringBuilder("%3d. %s".formatted(++stepCount, told(step)));
    List<Integer> rows = rowCounts();
    String before = stateOf(step.order());
    try {
      world.take(step);
    } catch (Violation last) {
      lines.add(line.toString());
      return;
    }
    String after = stateOf(step.order());
    if (!before.equals(after)) {
      line.append("; order ").append(step.order()).append(" is ").append(after);
    }
    for (Service service : Service.values()) {
      List<Row> outbox = world.database(service).outbox();
      for (Row row : outbox.subList(rows.get(service.place()), outbox.size())) {
        line.append("; writes ").append(row);
      }
    }
    lines.add(line.toString());
  }

  private void addEnd(int order) {
    lines.add("Order " + order + " at that moment: " + stateOf(order));
  }

  private List<Integer> rowCounts() {
    List<Integer> counts = new ArrayList<>();
    for (Service service : Service.values()) {
      counts.add(world.database(service).outbox().size());
    }
    return counts;
  }

  private String stateOf(int order) {
    Order found = world.order().order(order);
    Payment payment = world.payment().payment(order);
    return "%s / payment %s / inventory %s"
        .formatted(
            found == null ? "not placed" : OrderNode.described(found),
            payment == null ? "none" : payment.state().getClass().getSimpleName(),
            world.inventory().reservation(order).state().getClass().getSimpleName());
  }

  private String told(Step step) {
    String crash =
        switch (step.crash()) {
          case NONE -> "";
          case BEFORE_COMMIT -> ", and the process ends before the commit";
          case AFTER_COMMIT ->
              ", and the process ends after the commit, before anybody hears of it";
        };
    return sentence(step) + crash;
  }

  private String sentence(Step step) {
    int it = step.order();
    return switch (step.action()) {
      case PLACE -> "order %d: the customer orders".formatted(it);
      case CANCEL -> "order %d: the customer asks to cancel".formatted(it);
      case DEADLINE -> "order %d: the deadline passes".formatted(it);
      case DISPATCH -> "order %d: the warehouse sends the parcel".formatted(it);
      case DISPATCH_LATE ->
          "order %d: the warehouse's call comes for a parcel that was on its list".formatted(it);
      case SPOIL ->
          "somebody finds that %s cannot be shipped"
              .formatted(world.scenario().shelves().get(step.which()).sku());
      case CHARGE_DUE -> "order %d: the bank has taken its time".formatted(it);
      case ASK -> "order %d: payment asks the provider".formatted(it);
      case RECORD -> "order %d: payment records the provider's answer".formatted(it);
      case FORGET -> "order %d: payment's worker ends before it records the answer".formatted(it);
      case SEND -> "the relay of %s publishes %s".formatted(source(step), nextRow(step));
      case RELAY_CRASH ->
          "the relay of %s ends; its mark and the topic are %d row(s) apart"
              .formatted(source(step), step.detail());
      case DELIVER -> "order %d: %s takes %s".formatted(it, reader(step), next(step));
      case POISON ->
          "order %d: %s fails on %s, which is parked".formatted(it, reader(step), next(step));
      case REDELIVER ->
          "order %d: %s gets %s again"
              .formatted(it, reader(step), world.topics().at(it, channel(step), step.detail()));
      case REPLAY ->
          "%s is set back to the beginning of %s"
              .formatted(reader(step), channel(step).source().topic());
      case REDRIVE ->
          "order %d: %s is redriven for %s"
              .formatted(it, parked(step), Service.at(step.which()).title());
    };
  }

  private static Channel channel(Step step) {
    return Channel.at(step.which());
  }

  private static String reader(Step step) {
    return channel(step).consumer().title();
  }

  private static String source(Step step) {
    return Service.at(step.which()).title();
  }

  private Row next(Step step) {
    return world.next(step.order(), channel(step));
  }

  private Row nextRow(Step step) {
    Service source = Service.at(step.which());
    return world.database(source).outbox().get(world.topics().sent(source));
  }

  private Row parked(Step step) {
    return world.consumer(Service.at(step.which())).parked(step.order()).getFirst();
  }
}
