package dev.ensemble.payment.stdio;

import dev.ensemble.payment.application.StepReply;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepAnswer;
import dev.ensemble.payment.domain.StepCommand;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes answers as they stand on a line, and counts them. */
final class Answers {
  /** Who answers where a message does not say whom it was for. */
  private static final String NODE = "payment";

  private long next;

  String initialised(Message message) {
    ObjectNode body = Json.object().put("type", "init_ok");
    body.put("in_reply_to", message.number());
    return line(message, body);
  }

  String done(Message message, StepCommand command, StepReply.Done done) {
    ObjectNode body = Json.object().put("type", command.type() + "_ok");
    body.put("saga_id", command.id().sagaId());
    body.put("step", command.id().step());
    body.set("result", result(done.answer()));
    done.note().ifPresent(note -> body.put("note", note.name().toLowerCase(Locale.ROOT)));
    body.put("in_reply_to", message.number());
    return line(message, body);
  }

  /**
   * An error.
   *
   * @param message what it answers; null where not even that could be read
   */
  String error(@Nullable Message message, ErrorCode code, String text) {
    ObjectNode body = Json.object().put("type", "error");
    body.put("in_reply_to", message == null ? null : message.number());
    body.put("code", code.number());
    body.put("text", text);
    return line(message, body);
  }

  private static ObjectNode result(StepAnswer answer) {
    return switch (answer) {
      case StepAnswer.Charged it -> result("payment_id", it.paymentId(), "charged", it.amount());
      case StepAnswer.Refunded it -> result("refund_id", it.refundId(), "refunded", it.amount());
      case StepAnswer.NothingCharged it ->
          result("refund_id", it.refundId(), "refunded", Money.ZERO);
    };
  }

  private static ObjectNode result(String idName, UUID id, String amountName, Money amount) {
    return Json.object().put(idName, id.toString()).put(amountName, amount.toShortDecimal());
  }

  private String line(@Nullable Message message, ObjectNode body) {
    body.put("msg_id", next++);
    ObjectNode envelope = Json.object();
    envelope.put(
        "src", Objects.requireNonNullElse(message == null ? null : message.destination(), NODE));
    envelope.put("dest", message == null ? null : message.source());
    envelope.set("body", body);
    return Json.write(envelope);
  }
}
