package dev.ensemble.payment.domain;

/** One side of a transfer: so much debited to, or credited to, one account. */
public record Entry(LedgerAccount account, Side side, Money amount) {

  /** Debits and credits of a transfer are equal in sum. */
  public enum Side {
    DEBIT,
    CREDIT
  }

  static Entry debit(LedgerAccount account, Money amount) {
    return new Entry(account, Side.DEBIT, amount);
  }

  static Entry credit(LedgerAccount account, Money amount) {
    return new Entry(account, Side.CREDIT, amount);
  }

  /** The amount with its sign in the ledger: debits above zero, credits below. */
  public long signedCents() {
    return switch (side) {
      case DEBIT -> amount.cents();
      case CREDIT -> -amount.cents();
    };
  }
}
