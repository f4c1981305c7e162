package dev.ensemble.relay;

import java.io.Serial;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** The one failure after which the process ends; its message is the sentence a person reads. */
class RelayFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  RelayFailure(ExitCode exitCode, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /** Whether a person must act, on this source alone; nothing of it is under way. */
  boolean isRefusal() {
    return exitCode == ExitCode.REFUSED || exitCode == ExitCode.OUT_OF_PATIENCE;
  }

  /** A failure of Kafka's client or of its brokers. */
  static RelayFailure ofKafka(String sentence, @Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return new RelayFailure(
            ExitCode.FENCED,
            "Another relay has taken this source over, or the broker gave up a transaction that "
                + "took longer than transaction.timeout.ms: "
                + cause.getMessage(),
            error);
      }
    }
    String why = error == null ? "without a reason" : error.getMessage();
    return new RelayFailure(ExitCode.FAILED, sentence + ": " + why, error);
  }

  /** Finds the relay's own failure inside what the engine wrapped around it. */
  static RelayFailure of(String sentence, @Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RelayFailure failure) {
        return failure;
      }
    }
    return new RelayFailure(
        ExitCode.FAILED, error == null ? sentence : sentence + ": " + innermost(error), error);
  }

  /** The innermost message is the database's or the broker's own; the wrappers only repeat it. */
  private static String innermost(Throwable error) {
    String message = error.toString();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        // A missing class's message is its bare name.
        message = cause instanceof Error ? cause.toString() : cause.getMessage();
      }
    }
    return message;
  }
}
