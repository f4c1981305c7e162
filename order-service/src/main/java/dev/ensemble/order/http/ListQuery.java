package dev.ensemble.order.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.order.application.OrderStories;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Status;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Reads what a list is asked to hold. */
final class ListQuery {

  private ListQuery() {}

  static OrderStories.Page page(
      @Nullable String customer, @Nullable String status, int limit, @Nullable UUID after) {
    return new OrderStories.Page(
        customer == null ? null : customer(customer),
        status == null ? null : status(status),
        after == null ? null : new OrderId(after),
        limit(limit, OrderStories.Page.ORDERS_MAX));
  }

  static int limit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw bad("limit", "'limit' is a whole number from 1 to " + most + ".");
    }
    return limit;
  }

  static ProblemException bad(String parameter, String rule) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-parameter", rule)
        .with("parameter", parameter);
  }

  private static CustomerId customer(String text) {
    if (!CustomerId.isWellFormed(text)) {
      throw bad("customer", "'customer' is not a customer id.");
    }
    return new CustomerId(text);
  }

  private static Status status(String text) {
    return Arrays.stream(Status.values())
        .filter(status -> status.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> bad("status", "'status' is one of " + Arrays.toString(Status.values()) + "."));
  }
}
