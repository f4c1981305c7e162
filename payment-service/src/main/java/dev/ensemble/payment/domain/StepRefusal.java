package dev.ensemble.payment.domain;

/** Why a command is not carried out. */
public enum StepRefusal {
  UNKNOWN_ACCOUNT("There is no such account."),
  INSUFFICIENT_FUNDS("The account does not cover the amount."),
  OTHER_PARAMETERS("This step came before, with other parameters."),
  STEP_VOIDED("The step was compensated before it was charged, so it is charged no more."),
  REFUND_ABOVE_CHARGE("A refund is at most what the step was charged."),
  OTHER_PAYMENT("payment_id names another payment than this step's.");

  private final String detail;

  StepRefusal(String detail) {
    this.detail = detail;
  }

  static StepRefusal of(DeclineReason reason) {
    return switch (reason) {
      case UNKNOWN_ACCOUNT -> UNKNOWN_ACCOUNT;
      case INSUFFICIENT_FUNDS -> INSUFFICIENT_FUNDS;
      case DECLINED_BY_PROVIDER ->
          throw new IllegalArgumentException("no provider is asked for a step");
    };
  }

  /** One sentence for whoever sent the command. */
  public String detail() {
    return detail;
  }
}
