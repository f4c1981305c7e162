package dev.ensemble.order.application;

import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.Step;
import java.util.List;

/** An order and its way so far, as a person reads it. */
public record OrderStory(Order order, List<Step> history) {

  public OrderStory {
    history = List.copyOf(history);
  }
}
