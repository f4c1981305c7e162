package dev.ensemble.local.players;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One customer with one order: places it, does what its kind asks for, and sees it to its end. */
final class Player {
  /** Quick at first, when orders move; a request costs about a millisecond of two cores. */
  private static final Duration LOOK_AGAIN_FIRST = Duration.ofMillis(40);

  private static final Duration LOOK_AGAIN_MAX = Duration.ofMillis(320);

  /** Far past the deadline, and a killed service's way back, of every order. */
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

  private final Shop shop;
  private final Plan plan;
  private final long startedAt = System.nanoTime();

  Player(Shop shop, Plan plan) {
    this.shop = shop;
    this.plan = plan;
  }

  Outcome play() throws InterruptedException {
    UUID order = shop.place(plan.customer(), plan.lines()).orderId();
    switch (plan.kind()) {
      case COMPLETED, OUT_OF_STOCK, PAYMENT_DECLINED, SHIPMENT_FAILED, DEADLINE -> {}
      case CANCELLED_BEFORE_CHARGE -> {
        until(() -> shop.chargeIsPending(order) || shop.order(order).ended());
        shop.cancel(order);
      }
      case CANCELLED_BEFORE_DISPATCH -> {
        untilShipping(order);
        shop.cancel(order);
      }
      case CANCELLATION_REFUSED -> {
        untilShipping(order);
        cancelWhileItLeaves(order);
      }
    }
    until(() -> settled(shop.order(order)));
    Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
    return new Outcome(plan, shop.order(order), took);
  }

  /** Both requests at once: each service decides before it can know of the other's decision. */
  private void cancelWhileItLeaves(UUID order) throws InterruptedException {
    var leaves = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                shop.dispatch(order);
                leaves.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                leaves.completeExceptionally(e);
              }
            });
    shop.cancel(order);
    try {
      leaves.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the dispatch failed", e);
    }
  }

  /** An order has ended for a customer who waits for the answer to a cancellation, too. */
  private static boolean settled(OrderView order) {
    return order.ended()
        && !(order.status().equals("COMPLETED") && "REQUESTED".equals(order.cancellation()));
  }

  private void untilShipping(UUID order) throws InterruptedException {
    until(
        () -> {
          OrderView now = shop.order(order);
          return now.status().equals("SHIPPING") || now.ended();
        });
  }

  @FunctionalInterface
  private interface Look {
    boolean sees() throws InterruptedException;
  }

  /** Looks again and again; an order that does not end is shown as it is. */
  private void until(Look look) throws InterruptedException {
    Duration pause = LOOK_AGAIN_FIRST;
    while (!look.sees()) {
      if (System.nanoTime() - startedAt > ENDS_WITHIN.toNanos()) {
        return;
      }
      Thread.sleep(pause);
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(LOOK_AGAIN_MAX) < 0 ? longer : LOOK_AGAIN_MAX;
    }
  }
}
