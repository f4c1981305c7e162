package dev.ensemble.order.application;

import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Asks, for the customer, that an order be cancelled; inventory answers through the saga. */
@Service
public class CancelOrder {

  /** What came of the wish, and the order as it stands after it. */
  public record Answer(Outcome outcome, OrderStory story) {}

  private final Orders orders;
  private final OrderStories stories;
  private final Moments moments;

  CancelOrder(Orders orders, OrderStories stories, Moments moments) {
    this.orders = orders;
    this.stories = stories;
    this.moments = moments;
  }

  /** Empty where there is no such order. */
  @Transactional
  public Optional<Answer> cancel(OrderId id) {
    return orders
        .findForUpdate(id)
        .map(
            order -> {
              Outcome outcome = order.requestCancellation(Asker.CUSTOMER, moments.now());
              if (outcome instanceof Outcome.Changed changed) {
                orders.save(changed);
              }
              return new Answer(outcome, stories.find(id).orElseThrow());
            });
  }
}
