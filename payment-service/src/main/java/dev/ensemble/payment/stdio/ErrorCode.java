package dev.ensemble.payment.stdio;

import dev.ensemble.payment.domain.StepRefusal;

/** The codes of error bodies: those of Maelstrom's protocol, which harnesses know. */
enum ErrorCode {
  NOT_SUPPORTED(10),
  TEMPORARILY_UNAVAILABLE(11),
  MALFORMED_REQUEST(12),
  /** The only one after which it is not known whether the command was carried out. */
  CRASH(13),
  ABORT(14),
  KEY_DOES_NOT_EXIST(20),
  PRECONDITION_FAILED(22);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ErrorCode of(StepRefusal reason) {
    return switch (reason) {
      case UNKNOWN_ACCOUNT -> KEY_DOES_NOT_EXIST;
      case STEP_VOIDED -> ABORT;
      case INSUFFICIENT_FUNDS, OTHER_PARAMETERS, REFUND_ABOVE_CHARGE, OTHER_PAYMENT ->
          PRECONDITION_FAILED;
    };
  }
}
