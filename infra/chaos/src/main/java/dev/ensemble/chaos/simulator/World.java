package dev.ensemble.chaos.simulator;

import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.Till;
import java.util.Objects;

/** The whole system at one moment, and what each step makes of it. */
final class World {
  // What the customer and the warehouse have heard, a bit each per order.
  static final int PLACED = 1;
  static final int CANCELLED = 2;
  static final int DISPATCH_UNANSWERED = 4;

  /** The parcel was on the warehouse's list, and no call for it has come yet that is late. */
  static final int LISTED = 8;

  private static final Service[] SERVICES = Service.values();

  private final Scenario scenario;
  private final Mutation mutation;
  private final boolean isAtProvider;
  private final Database[] databases = new Database[SERVICES.length];
  private final Database outside;
  private final Consumer[] consumers = new Consumer[databases.length];
  private final OrderNode order;
  private final PaymentNode payment;
  private final InventoryNode inventory;
  private final Provider provider;
  private final Topics topics;
  private final int[] heard;
  private int spoiled;

  private World(Scenario scenario, Mutation mutation, boolean isRemembering) {
    this.scenario = scenario;
    this.mutation = mutation;
    this.isAtProvider = scenario.till() == Till.PROVIDER;
    for (Service service : SERVICES) {
      databases[service.place()] = database(service, isRemembering);
    }
    outside = database(Service.PAYMENT, isRemembering);
    order = new OrderNode(database(Service.ORDER), mutation);
    payment = new PaymentNode(database(Service.PAYMENT), scenario);
    inventory = new InventoryNode(database(Service.INVENTORY), scenario, mutation);
    provider = new Provider(outside, scenario, mutation);
    addConsumer(Service.ORDER, order::react);
    addConsumer(Service.PAYMENT, payment::react);
    addConsumer(Service.INVENTORY, inventory::react);
    topics = new Topics(scenario.wishes().size());
    heard = new int[scenario.wishes().size()];
  }

  /** A world that goes one way. */
  static World of(Scenario scenario, Mutation mutation) {
    return new World(scenario, mutation, false);
  }

  /**
   * A world of one order that can be set to any state that it was seen in.
   *
   * @throws IllegalArgumentException where the scenario has another order: no state tells of it
   */
  static World remembering(Scenario scenario, Mutation mutation) {
    if (scenario.wishes().size() != 1) {
      throw new IllegalArgumentException(scenario.wishes().size() + " orders, and a state has one");
    }
    return new World(scenario, mutation, true);
  }

  private Database database(Service service, boolean isRemembering) {
    return isRemembering
        ? Database.remembering(service, scenario.wishes().size(), mutation)
        : Database.growing(service, scenario.wishes().size(), mutation);
  }

  private void addConsumer(Service service, Consumer.Reaction reaction) {
    consumers[service.place()] = new Consumer(service, database(service), mutation, reaction);
  }

  Scenario scenario() {
    return scenario;
  }

  Database database(Service service) {
    return databases[service.place()];
  }

  /** What the payment provider keeps. */
  Database outside() {
    return outside;
  }

  Consumer consumer(Service service) {
    return consumers[service.place()];
  }

  OrderNode order() {
    return order;
  }

  PaymentNode payment() {
    return payment;
  }

  InventoryNode inventory() {
    return inventory;
  }

  Provider provider() {
    return provider;
  }

  Topics topics() {
    return topics;
  }

  int heard(int ofOrder) {
    return heard[ofOrder];
  }

  void setHeard(int ofOrder, int bits) {
    heard[ofOrder] = bits;
  }

  int spoiled() {
    return spoiled;
  }

  void setSpoiled(int bits) {
    spoiled = bits;
  }

  private boolean has(int ofOrder, int bit) {
    return (heard[ofOrder] & bit) != 0;
  }

  /** Whether the step can be taken now. */
  boolean isPossible(Step step) {
    return isPossible(step.action(), step.order(), step.which(), step.detail());
  }

  /** As the other, for a step that need not be made for that. */
  boolean isPossible(Action action, int it, int which, int detail) {
    return switch (action) {
      case PLACE -> !has(it, PLACED);
      case CANCEL -> wish(it).isCancelled() && has(it, PLACED) && !has(it, CANCELLED);
      case DEADLINE -> wish(it).isLate() && order.isDue(it);
      case DISPATCH -> inventory.isShipping(it) || has(it, DISPATCH_UNANSWERED);
      case DISPATCH_LATE -> has(it, LISTED) && !inventory.isShipping(it);
      case SPOIL -> scenario.shelves().get(which).spoils() && (spoiled & (1 << which)) == 0;
      case CHARGE_DUE -> payment.isPending(it);
      case ASK -> isAtProvider && provider.held(it) == null && payment.call(it).isPresent();
      case RECORD, FORGET -> isAtProvider && provider.held(it) != null;
      case SEND -> unsent(Service.at(which)) > 0;
      case RELAY_CRASH -> isPossibleCrash(Service.at(which), detail);
      case DELIVER -> topics.hasNext(it, Channel.at(which));
      case POISON -> canFail(it, Channel.at(which));
      case REDELIVER -> detail < topics.offset(it, Channel.at(which));
      case REPLAY -> true;
      case REDRIVE -> !consumers[which].parked(it).isEmpty();
    };
  }

  private Wish wish(int ofOrder) {
    return scenario.wishes().get(ofOrder);
  }

  /** How many rows of its outbox a relay has still to send. */
  int unsent(Service source) {
    return database(source).outbox().size() - topics.sent(source);
  }

  private boolean isPossibleCrash(Service source, int back) {
    return mutation == Mutation.MARKED_UNSENT
        ? back == 1 && unsent(source) > 0
        : back > 0 && back <= topics.sent(source);
  }

  private boolean canFail(int ofOrder, Channel channel) {
    return topics.hasNext(ofOrder, channel)
        && consumer(channel.consumer()).fate(next(ofOrder, channel), false) == Consumer.Fate.ACTED;
  }

  Row next(int ofOrder, Channel channel) {
    return topics.at(ofOrder, channel, topics.offset(ofOrder, channel));
  }

  /**
   * Takes a step that is possible.
   *
   * @throws Violation where an invariant does not hold then
   */
  void take(Step step) {
    try {
      run(step);
    } catch (Violation found) {
      throw found;
    } catch (RuntimeException failure) {
      throw new Violation(Invariant.NO_FAILURE, failure);
    }
  }

  private void run(Step step) {
    int it = step.order();
    Crash crash = step.crash();
    switch (step.action()) {
      case PLACE -> place(it, crash);
      case CANCEL -> {
        order.cancel(it, crash);
        answer(it, CANCELLED, crash);
      }
      case DEADLINE -> order.expire(it, crash);
      case DISPATCH -> dispatch(it, crash);
      case DISPATCH_LATE -> {
        heard[it] &= ~LISTED;
        inventory.dispatch(it, crash);
      }
      case SPOIL -> {
        inventory.spoil(scenario.shelves().get(step.which()).sku());
        spoiled |= 1 << step.which();
      }
      case CHARGE_DUE -> payment.chargeDue(it, crash);
      case ASK -> provider.askAndHold(it, payment.claim(it));
      case RECORD -> record(it);
      case FORGET -> provider.letGo(it);
      case SEND -> send(Service.at(step.which()));
      case RELAY_CRASH -> crashRelay(Service.at(step.which()), step.detail());
      case DELIVER -> deliver(it, Channel.at(step.which()), false, crash);
      case POISON -> deliver(it, Channel.at(step.which()), true, crash);
      case REDELIVER -> {
        Channel channel = Channel.at(step.which());
        consumer(channel.consumer()).take(topics.at(it, channel, step.detail()), false, crash);
      }
      case REPLAY -> topics.replay(Channel.at(step.which()));
      case REDRIVE -> consumers[step.which()].redrive(it, crash);
    }
    if (inventory.isShipping(it)) {
      heard[it] |= LISTED;
    }
  }

  /** With its idempotency key: an order that is there is answered from what was stored with it. */
  private void place(int it, Crash crash) {
    if (order.order(it) == null) {
      order.place(it, scenario.wishes().get(it), crash);
    }
    answer(it, PLACED, crash);
  }

  private void answer(int it, int bit, Crash crash) {
    if (crash == Crash.NONE) {
      heard[it] |= bit;
    }
  }

  private void dispatch(int it, Crash crash) {
    inventory.dispatch(it, crash);
    switch (crash) {
      case NONE -> heard[it] &= ~DISPATCH_UNANSWERED;
      case BEFORE_COMMIT -> {}
      case AFTER_COMMIT -> heard[it] |= DISPATCH_UNANSWERED;
    }
  }

  private void record(int it) {
    ProviderAnswer answer = Objects.requireNonNull(provider.held(it));
    payment.record(it, answer);
    provider.letGo(it);
  }

  private void send(Service source) {
    int next = topics.sent(source);
    topics.append(database(source).outbox().get(next));
    topics.setSent(source, next + 1);
  }

  /** What was sent and not marked comes again; with marks before sending, it never comes. */
  private void crashRelay(Service source, int back) {
    boolean isLost = mutation == Mutation.MARKED_UNSENT;
    topics.setSent(source, topics.sent(source) + (isLost ? back : -back));
  }

  private void deliver(int it, Channel channel, boolean isPoison, Crash crash) {
    consumer(channel.consumer()).take(next(it, channel), isPoison, crash);
    if (crash == Crash.NONE) {
      topics.setOffset(it, channel, topics.offset(it, channel) + 1);
    }
  }
}
