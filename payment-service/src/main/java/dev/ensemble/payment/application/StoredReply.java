package dev.ensemble.payment.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.idempotency.Answer;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepAnswer;
import dev.ensemble.payment.domain.StepRefusal;
import java.util.Map;
import java.util.UUID;

/**
 * A reply as it is stored with its key: a line of words, because it belongs to no door, and each
 * door writes what it tells anew.
 */
final class StoredReply {
  private static final int DONE = 200;
  private static final int DECLINED = 422;

  private StoredReply() {}

  static Answer done(StepAnswer answer, boolean repeated) {
    String words =
        switch (answer) {
          case StepAnswer.Charged it -> "CHARGED " + it.paymentId() + " " + it.amount().cents();
          case StepAnswer.Refunded it -> "REFUNDED " + it.refundId() + " " + it.amount().cents();
          case StepAnswer.NothingCharged it -> "NOTHING_CHARGED " + it.refundId() + " 0";
        };
    return answer(DONE, words + " " + repeated);
  }

  static Answer declined(StepRefusal reason) {
    return answer(DECLINED, reason.name());
  }

  private static Answer answer(int status, String words) {
    return new Answer(status, Map.of(), words.getBytes(UTF_8));
  }

  static StepReply read(Answer stored, boolean replayed) {
    String words = new String(stored.body(), UTF_8);
    if (stored.status() == DECLINED) {
      return new StepReply.Refused(StepRefusal.valueOf(words));
    }
    String[] word = words.split(" ", -1);
    UUID id = UUID.fromString(word[1]);
    Money amount = new Money(Long.parseLong(word[2]));
    StepAnswer answer =
        switch (word[0]) {
          case "CHARGED" -> new StepAnswer.Charged(id, amount);
          case "REFUNDED" -> new StepAnswer.Refunded(id, amount);
          case "NOTHING_CHARGED" -> new StepAnswer.NothingCharged(id);
          default -> throw new IllegalStateException("no stored reply begins with " + word[0]);
        };
    return new StepReply.Done(answer, replayed || Boolean.parseBoolean(word[3]));
  }
}
