package dev.ensemble.payment.stdio;

import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepParameters;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as it came. The envelope and the body may hold more than is read of them; parameters
 * may not, because one that is not understood changes what is asked for.
 */
record Message(JsonNode envelope) {
  private static final Set<String> PARAMETERS = Set.of("user_id", "payment_id", "amount");

  /** Whom the answer goes to; null where the message does not say. */
  @Nullable String source() {
    return text(envelope.path("src"));
  }

  /** Whom the message was for; null where it does not say. */
  @Nullable String destination() {
    return text(envelope.path("dest"));
  }

  /** The sender's number for it; null where there is none. */
  @Nullable Long number() {
    JsonNode number = body().path("msg_id");
    return number.isIntegralNumber() && number.canConvertToLong() ? number.longValue() : null;
  }

  String type() {
    if (number() == null) {
      throw new Malformed("body.msg_id is a whole number");
    }
    return required("type", text(body().path("type")));
  }

  StepCommand command() {
    try {
      return StepCommand.of(type(), id(), compensating(), parameters());
    } catch (IllegalArgumentException wrong) {
      throw new Malformed(String.valueOf(wrong.getMessage()));
    }
  }

  private StepId id() {
    JsonNode step = body().path("step");
    if (!step.isIntegralNumber() || !step.canConvertToInt()) {
      throw new Malformed("body.step is a whole number from 0 to " + StepId.STEP_MAX);
    }
    return new StepId(required("saga_id", text(body().path("saga_id"))), step.intValue());
  }

  private @Nullable Boolean compensating() {
    JsonNode compensating = body().path("compensating");
    if (compensating.isMissingNode()) {
      return null;
    }
    if (!compensating.isBoolean()) {
      throw new Malformed("body.compensating is true or false");
    }
    return compensating.booleanValue();
  }

  private StepParameters parameters() {
    JsonNode params = body().path("params");
    if (!params.isObject()) {
      throw new Malformed("body.params is an object");
    }
    for (String name : params.propertyNames()) {
      if (!PARAMETERS.contains(name)) {
        throw new Malformed("there is no parameter of this name in body.params: " + name);
      }
    }
    return new StepParameters(
        parameter(params, "user_id"), parameter(params, "payment_id"), amount(params));
  }

  private static @Nullable String parameter(JsonNode params, String name) {
    JsonNode value = params.path(name);
    if (!value.isMissingNode() && !value.isString()) {
      throw new Malformed("body.params." + name + " is a text");
    }
    return text(value);
  }

  private static Money amount(JsonNode params) {
    JsonNode amount = params.path("amount");
    if (!amount.isNumber()) {
      throw new Malformed("body.params.amount is a number");
    }
    BigDecimal euros = amount.decimalValue();
    return Money.of(euros);
  }

  private JsonNode body() {
    return envelope.path("body");
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private static String required(String name, @Nullable String text) {
    if (text == null) {
      throw new Malformed("body." + name + " is a text");
    }
    return text;
  }
}
