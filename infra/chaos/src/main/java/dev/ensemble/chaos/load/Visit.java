package dev.ensemble.chaos.load;

import dev.ensemble.local.players.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One customer: places an order, does what its kind asks for, and now and then what no good client
 * does: the same call at once from several sides, once more when all is known, or with another
 * content under the same key.
 */
final class Visit {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Orders move within a second or two; one that a fault holds up is not waited for. */
  private static final int LOOKS_MAX = 20;

  // Each so many-th order; primes, so that all of them meet in time.
  private static final int RACE_EVERY = 7;
  private static final int REPEAT_EVERY = 11;
  private static final int OTHERWISE_EVERY = 13;
  private static final int UNKNOWN_SKU_EVERY = 29;
  private static final int WATCH_EVERY = 5;

  private static final int RACERS = 3;

  /** Five attempts of some seconds each. */
  private static final Duration TOGETHER_WITHIN = Duration.ofMinutes(1);

  private final Client client;
  private final Plan plan;
  private final AtomicLong acknowledged;

  Visit(Client client, Plan plan, AtomicLong acknowledged) {
    this.client = client;
    this.plan = plan;
    this.acknowledged = acknowledged;
  }

  void make() throws InterruptedException {
    if (every(UNKNOWN_SKU_EVERY)) {
      client.ask(Operation.place(body(List.of(new Plan.Line("not-on-the-list", 1)))));
    }
    Operation place = Operation.place(body(plan.lines()));
    Reply reply = every(RACE_EVERY) ? race(place) : client.ask(place);
    if (!reply.done()) {
      return;
    }
    acknowledged.incrementAndGet();
    if (every(REPEAT_EVERY)) {
      client.ask(place);
    }
    if (every(OTHERWISE_EVERY)) {
      client.ask(place.otherwise(body(List.of(new Plan.Line("mug", 9)))));
    }
    String order = reply.field("orderId").orElse("");
    client.ask(Operation.look(order));
    goOn(order);
    if (every(WATCH_EVERY)) {
      until(order, "COMPLETED", "CANCELLED");
    }
  }

  private void goOn(String order) throws InterruptedException {
    switch (plan.kind()) {
      case COMPLETED, OUT_OF_STOCK, PAYMENT_DECLINED, SHIPMENT_FAILED, DEADLINE -> {}
      case CANCELLED_BEFORE_CHARGE -> {
        untilPaymentIsPending(order);
        client.ask(Operation.cancel(order));
      }
      case CANCELLED_BEFORE_DISPATCH -> {
        until(order, "SHIPPING", "COMPLETED", "CANCELLED");
        client.ask(Operation.cancel(order));
      }
      case CANCELLATION_REFUSED -> {
        until(order, "SHIPPING", "COMPLETED", "CANCELLED");
        together(List.of(Operation.dispatch(order), Operation.cancel(order)));
      }
    }
  }

  private boolean every(int number) {
    return plan.number() % number == 0;
  }

  private Map<String, Object> body(List<Plan.Line> lines) {
    return Map.of("customerId", plan.customer(), "lines", lines);
  }

  /** The same wish from several sides at once; the first definite answer is taken. */
  private Reply race(Operation wish) throws InterruptedException {
    List<Operation> same = new ArrayList<>();
    for (int racer = 0; racer < RACERS; racer++) {
      same.add(wish);
    }
    return together(same).stream().filter(Reply::definite).findFirst().orElse(Reply.NONE);
  }

  private List<Reply> together(List<Operation> wishes) throws InterruptedException {
    List<Reply> replies = new ArrayList<>();
    CountDownLatch left = new CountDownLatch(wishes.size());
    for (Operation wish : wishes) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  Reply reply = client.ask(wish);
                  synchronized (replies) {
                    replies.add(reply);
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  left.countDown();
                }
              });
    }
    // Whoever asks gives up by itself; longer would be a bug.
    if (!left.await(TOGETHER_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("calls that do not end: " + wishes);
    }
    synchronized (replies) {
      return List.copyOf(replies);
    }
  }

  private void until(String order, String... stands) throws InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      String now = client.ask(Operation.look(order)).field("status").orElse("");
      if (List.of(stands).contains(now)) {
        return;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private void untilPaymentIsPending(String order) throws InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      Reply reply = client.ask(Operation.lookAtPayment(order));
      if (reply.done() && reply.field("status").orElse("").equals("PENDING")) {
        return;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }
}
